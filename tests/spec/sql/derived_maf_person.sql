WITH "t35" AS (
  SELECT
    "t34"."person_id",
    "t34"."year",
    "t34"."cents",
    "t34"."service_day",
    "t34"."booking_month",
    "t34"."delivery_id",
    "t34"."line",
    "t34"."database"
  FROM (
    SELECT
      "t33"."person_id",
      "t33"."service_day",
      "t33"."booking_month",
      "t33"."delivery_id",
      "t33"."line",
      "t33"."code",
      "t33"."cents",
      "t33"."database",
      "t33"."year",
      "t26"."is_counted"
    FROM (
      SELECT
        "t16"."person_id",
        "t16"."service_day",
        "t16"."booking_month",
        "t16"."delivery_id",
        "t16"."line",
        "t16"."code",
        "t16"."cents",
        "t16"."database",
        EXTRACT(YEAR FROM "t16"."service_day") AS "year"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t2"."person_id",
            "t2"."service_day",
            "t2"."booking_month",
            "t2"."delivery_id",
            "t2"."line",
            "t2"."accounting_code" AS "code",
            "t2"."copayment_cents" AS "cents",
            'gz' AS "database"
          FROM "core_care_line_net" AS "t2"
        ) AS "t7"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t3"."person_id",
            "t3"."service_day",
            "t3"."booking_month",
            "t3"."delivery_id",
            "t3"."line",
            "t3"."drug_category_code" AS "code",
            "t3"."copayment_cents" AS "cents",
            'fu' AS "database"
          FROM "core_dispensing_net" AS "t3"
        ) AS "t8"
      ) AS "t16"
      WHERE
        "t16"."cents" <> 0
        AND EXTRACT(YEAR FROM "t16"."service_day") BETWEEN 2022 - 2 AND 2023
        AND (
          (
            (
              "t16"."booking_month" - (
                "t16"."booking_month" % 100
              )
            ) - (
              EXTRACT(YEAR FROM "t16"."service_day") * 100
            )
          ) * 12
        ) <= (
          (
            24 - (
              "t16"."booking_month" % 100
            )
          ) * 100
        )
    ) AS "t33"
    INNER JOIN (
      SELECT
        "t1"."code",
        "t1"."is_counted",
        COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
        COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
      FROM "reference_maf_counted" AS "t1"
      WHERE
        "t1"."is_counted"
    ) AS "t26"
      ON "t33"."code" = "t26"."code"
      AND "t33"."service_day" >= "t26"."first_day"
      AND "t33"."service_day" <= "t26"."last_day"
  ) AS "t34"
), "t40" AS (
  SELECT
    "t36"."person_id",
    "t36"."year",
    CAST(CAST(COALESCE(SUM("t36"."cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "counted_cents",
    CAST(CAST(COALESCE(SUM(CASE WHEN "t36"."cents" > 0 THEN "t36"."cents" ELSE NULL END), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "positive_cents"
  FROM "t35" AS "t36"
  GROUP BY
    1,
    2
), "t49" AS (
  SELECT
    "t47"."person_id",
    "t47"."year",
    "t47"."counted_cents",
    "t47"."positive_cents",
    "t47"."_code",
    "t47"."_day",
    "t25"."ceiling_cents"
  FROM (
    SELECT
      "t42"."person_id",
      "t42"."year",
      "t42"."counted_cents",
      "t42"."positive_cents",
      'chronic_test' AS "_code",
      MAKE_DATE("t42"."year", 1, 1) AS "_day"
    FROM "t40" AS "t42"
  ) AS "t47"
  INNER JOIN (
    SELECT
      "t0"."code",
      "t0"."ceiling_cents",
      COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
      COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
    FROM "reference_maf_ceiling" AS "t0"
    WHERE
      "t0"."code" = 'chronic_test'
  ) AS "t25"
    ON "t47"."_code" = "t25"."code"
    AND "t47"."_day" >= "t25"."first_day"
    AND "t47"."_day" <= "t25"."last_day"
)
SELECT
  "t83"."person_id",
  "t83"."year",
  "t83"."household_head_id",
  "t83"."is_child",
  "t83"."own_ceiling_cents",
  "t83"."is_social",
  "t83"."has_chronic_right",
  "t83"."counted_cents",
  "t83"."repaid_cents",
  "t83"."reached_day"
FROM (
  SELECT
    "t68"."person_id",
    "t68"."year",
    "t68"."household_head_id",
    "t68"."right",
    "t68"."is_social",
    "t68"."is_child",
    "t68"."has_chronic_right",
    "t68"."maf_type",
    "t68"."has_chronic_reduction",
    "t68"."ceiling_cents",
    "t68"."social_ceiling_cents",
    "t68"."own_ceiling_cents",
    COALESCE("t43"."counted_cents", 0) AS "counted_cents",
    COALESCE("t43"."positive_cents", 0) AS "positive_cents",
    "t82"."reached_day",
    COALESCE("t82"."repaid_cents", 0) AS "repaid_cents"
  FROM (
    SELECT
      "t66"."person_id",
      "t66"."year",
      "t66"."household_head_id",
      "t66"."right",
      "t66"."is_social",
      "t66"."is_child",
      "t66"."has_chronic_right",
      "t66"."maf_type",
      (
        "t66"."_reduction" > 0
      ) AND (
        "t66"."maf_type" <> 'none'
      ) AS "has_chronic_reduction",
      CASE
        WHEN NOT CASE "t66"."maf_type"
          WHEN 'income'
          THEN "t66"."_income"
          WHEN 'social'
          THEN "t66"."social_cents"
          ELSE NULL
        END IS NULL
        THEN GREATEST(
          CASE "t66"."maf_type"
            WHEN 'income'
            THEN "t66"."_income"
            WHEN 'social'
            THEN "t66"."social_cents"
            ELSE NULL
          END - "t66"."_reduction",
          0
        )
        ELSE CAST(NULL AS BIGINT)
      END AS "ceiling_cents",
      CASE
        WHEN NOT CASE
          WHEN (
            "t66"."maf_type" = 'income'
          ) AND "t66"."_has_social"
          THEN "t66"."social_cents"
          ELSE CAST(NULL AS BIGINT)
        END IS NULL
        THEN GREATEST(
          CASE
            WHEN (
              "t66"."maf_type" = 'income'
            ) AND "t66"."_has_social"
            THEN "t66"."social_cents"
            ELSE CAST(NULL AS BIGINT)
          END - "t66"."_reduction",
          0
        )
        ELSE CAST(NULL AS BIGINT)
      END AS "social_ceiling_cents",
      CASE
        WHEN NOT "t66"."child_cents" IS NULL
        THEN GREATEST("t66"."child_cents" - "t66"."_reduction", 0)
        ELSE CAST(NULL AS BIGINT)
      END AS "own_ceiling_cents"
    FROM (
      SELECT
        "t65"."person_id",
        "t65"."year",
        "t65"."household_head_id",
        "t65"."reference_day",
        "t65"."right",
        "t65"."is_social",
        "t65"."is_child",
        "t65"."income_cents",
        "t65"."child_cents",
        "t65"."has_chronic_right",
        "t65"."_social",
        "t65"."_chronic",
        "t65"."social_cents",
        "t65"."chronic_cents",
        "t65"."_has_income",
        "t65"."_has_social",
        "t65"."_is_chronic",
        "t65"."_income",
        CASE
          WHEN "t65"."_has_income"
          THEN 'income'
          WHEN "t65"."_has_social"
          THEN 'social'
          ELSE 'none'
        END AS "maf_type",
        COALESCE(
          CASE
            WHEN "t65"."_is_chronic"
            THEN "t65"."chronic_cents"
            ELSE CAST(NULL AS BIGINT)
          END,
          0
        ) AS "_reduction"
      FROM (
        SELECT
          "t64"."person_id",
          "t64"."year",
          "t64"."household_head_id",
          "t64"."reference_day",
          "t64"."right",
          "t64"."is_social",
          "t64"."is_child",
          "t64"."income_cents",
          "t64"."child_cents",
          "t64"."has_chronic_right",
          "t64"."_social",
          "t64"."_chronic",
          "t64"."social_cents",
          "t64"."chronic_cents",
          BOOL_OR(
            CAST("t64"."right" IN ('income', 'mixed') AND NOT (
              "t64"."is_social"
            ) AS BOOLEAN)
          ) OVER (
            PARTITION BY "t64"."household_head_id", "t64"."year"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_has_income",
          BOOL_OR(CAST("t64"."is_social" AS BOOLEAN)) OVER (
            PARTITION BY "t64"."household_head_id", "t64"."year"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_has_social",
          BOOL_OR(CAST("t64"."has_chronic_right" AS BOOLEAN)) OVER (
            PARTITION BY "t64"."household_head_id", "t64"."year"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_is_chronic",
          MAX("t64"."income_cents") OVER (
            PARTITION BY "t64"."household_head_id", "t64"."year"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_income"
        FROM (
          SELECT
            "t63"."person_id",
            "t63"."year",
            "t63"."household_head_id",
            "t63"."reference_day",
            "t63"."right",
            "t63"."is_social",
            "t63"."is_child",
            "t63"."income_cents",
            "t63"."child_cents",
            "t63"."has_chronic_right",
            "t63"."_social",
            "t63"."_chronic",
            "t21"."social_cents",
            "t22"."chronic_cents"
          FROM (
            SELECT
              "t61"."person_id",
              "t61"."year",
              "t61"."household_head_id",
              "t61"."reference_day",
              "t61"."right",
              "t61"."is_social",
              "t61"."is_child",
              "t61"."income_cents",
              "t61"."child_cents",
              "t61"."has_chronic_right",
              'social' AS "_social",
              'chronic' AS "_chronic"
            FROM (
              SELECT
                "t54"."person_id",
                "t54"."year",
                "t54"."household_head_id",
                "t54"."reference_day",
                "t54"."right",
                "t54"."is_social",
                "t54"."is_child",
                "t54"."income_cents",
                "t54"."child_cents",
                COALESCE("t60"."has_chronic_right", FALSE) AS "has_chronic_right"
              FROM (
                SELECT
                  "t48"."person_id",
                  "t48"."year",
                  "t48"."household_head_id",
                  "t48"."reference_day",
                  "t48"."right",
                  "t48"."is_social",
                  COALESCE("t48"."age" < CAST("t48"."younger_than" AS INT), FALSE) AS "is_child",
                  CASE
                    WHEN "t48"."right" IN ('income', 'mixed') AND NOT (
                      "t48"."is_social"
                    )
                    THEN "t48"."ceiling_cents"
                    ELSE CAST(NULL AS BIGINT)
                  END AS "income_cents",
                  CASE
                    WHEN COALESCE("t48"."age" < CAST("t48"."younger_than" AS INT), FALSE)
                    THEN "t48"."child_cents"
                    ELSE CAST(NULL AS BIGINT)
                  END AS "child_cents"
                FROM (
                  SELECT
                    "t45"."person_id",
                    "t45"."year",
                    "t45"."reference_day",
                    "t45"."state",
                    "t45"."birth_year",
                    "t45"."age",
                    "t45"."sex",
                    "t45"."municipality_code",
                    "t45"."arrondissement_code",
                    "t45"."province_code",
                    "t45"."region_code",
                    "t45"."cg1",
                    "t45"."cg2",
                    "t45"."is_increased_reimbursement",
                    "t45"."social_state",
                    "t45"."is_deceased",
                    "t45"."disability_origin",
                    "t45"."has_nursing_b",
                    "t45"."has_nursing_c",
                    "t45"."has_physiotherapy_e",
                    "t45"."has_increased_child_allowance",
                    "t45"."has_integration_allowance",
                    "t45"."has_elderly_allowance",
                    "t45"."has_third_party_help_old_1",
                    "t45"."has_third_party_help_old_2",
                    "t45"."has_third_party_help",
                    "t45"."has_120_hospital_days",
                    "t45"."has_6_admissions",
                    "t45"."unemployment_days",
                    "t45"."incapacity_days",
                    "t45"."invalidity_days",
                    "t45"."household_head_id",
                    "t45"."maf_household_right",
                    "t45"."maf_household_category",
                    "t45"."maf_individual_right",
                    "t45"."has_maf_household_refund",
                    "t45"."has_maf_individual_refund",
                    "t45"."maf_start_day",
                    "t45"."is_mixed_household",
                    "t45"."household_type",
                    "t45"."has_guaranteed_income",
                    "t45"."has_elderly_income_guarantee",
                    "t45"."has_subsistence_income",
                    "t45"."has_disability_allowance",
                    "t45"."has_long_unemployment",
                    "t45"."has_social_welfare",
                    "t45"."right",
                    "t45"."category",
                    "t45"."individual",
                    "t45"."is_social",
                    "t45"."ceiling_cents",
                    "t45"."_child",
                    "t23"."child_cents",
                    "t23"."younger_than"
                  FROM (
                    SELECT
                      "t41"."person_id",
                      "t41"."year",
                      "t41"."reference_day",
                      "t41"."state",
                      "t41"."birth_year",
                      "t41"."age",
                      "t41"."sex",
                      "t41"."municipality_code",
                      "t41"."arrondissement_code",
                      "t41"."province_code",
                      "t41"."region_code",
                      "t41"."cg1",
                      "t41"."cg2",
                      "t41"."is_increased_reimbursement",
                      "t41"."social_state",
                      "t41"."is_deceased",
                      "t41"."disability_origin",
                      "t41"."has_nursing_b",
                      "t41"."has_nursing_c",
                      "t41"."has_physiotherapy_e",
                      "t41"."has_increased_child_allowance",
                      "t41"."has_integration_allowance",
                      "t41"."has_elderly_allowance",
                      "t41"."has_third_party_help_old_1",
                      "t41"."has_third_party_help_old_2",
                      "t41"."has_third_party_help",
                      "t41"."has_120_hospital_days",
                      "t41"."has_6_admissions",
                      "t41"."unemployment_days",
                      "t41"."incapacity_days",
                      "t41"."invalidity_days",
                      "t41"."household_head_id",
                      "t41"."maf_household_right",
                      "t41"."maf_household_category",
                      "t41"."maf_individual_right",
                      "t41"."has_maf_household_refund",
                      "t41"."has_maf_individual_refund",
                      "t41"."maf_start_day",
                      "t41"."is_mixed_household",
                      "t41"."household_type",
                      "t41"."has_guaranteed_income",
                      "t41"."has_elderly_income_guarantee",
                      "t41"."has_subsistence_income",
                      "t41"."has_disability_allowance",
                      "t41"."has_long_unemployment",
                      "t41"."has_social_welfare",
                      "t41"."right",
                      "t41"."category",
                      "t41"."individual",
                      "t41"."is_social",
                      "t41"."ceiling_cents",
                      'child' AS "_child"
                    FROM (
                      SELECT
                        "t39"."person_id",
                        "t39"."year",
                        "t39"."reference_day",
                        "t39"."state",
                        "t39"."birth_year",
                        "t39"."age",
                        "t39"."sex",
                        "t39"."municipality_code",
                        "t39"."arrondissement_code",
                        "t39"."province_code",
                        "t39"."region_code",
                        "t39"."cg1",
                        "t39"."cg2",
                        "t39"."is_increased_reimbursement",
                        "t39"."social_state",
                        "t39"."is_deceased",
                        "t39"."disability_origin",
                        "t39"."has_nursing_b",
                        "t39"."has_nursing_c",
                        "t39"."has_physiotherapy_e",
                        "t39"."has_increased_child_allowance",
                        "t39"."has_integration_allowance",
                        "t39"."has_elderly_allowance",
                        "t39"."has_third_party_help_old_1",
                        "t39"."has_third_party_help_old_2",
                        "t39"."has_third_party_help",
                        "t39"."has_120_hospital_days",
                        "t39"."has_6_admissions",
                        "t39"."unemployment_days",
                        "t39"."incapacity_days",
                        "t39"."invalidity_days",
                        "t39"."household_head_id",
                        "t39"."maf_household_right",
                        "t39"."maf_household_category",
                        "t39"."maf_individual_right",
                        "t39"."has_maf_household_refund",
                        "t39"."has_maf_individual_refund",
                        "t39"."maf_start_day",
                        "t39"."is_mixed_household",
                        "t39"."household_type",
                        "t39"."has_guaranteed_income",
                        "t39"."has_elderly_income_guarantee",
                        "t39"."has_subsistence_income",
                        "t39"."has_disability_allowance",
                        "t39"."has_long_unemployment",
                        "t39"."has_social_welfare",
                        "t39"."right",
                        "t39"."category",
                        "t39"."individual",
                        "t39"."is_social",
                        "t24"."ceiling_cents"
                      FROM (
                        SELECT
                          "t31"."person_id",
                          "t31"."year",
                          "t31"."reference_day",
                          "t31"."state",
                          "t31"."birth_year",
                          "t31"."age",
                          "t31"."sex",
                          "t31"."municipality_code",
                          "t31"."arrondissement_code",
                          "t31"."province_code",
                          "t31"."region_code",
                          "t31"."cg1",
                          "t31"."cg2",
                          "t31"."is_increased_reimbursement",
                          "t31"."social_state",
                          "t31"."is_deceased",
                          "t31"."disability_origin",
                          "t31"."has_nursing_b",
                          "t31"."has_nursing_c",
                          "t31"."has_physiotherapy_e",
                          "t31"."has_increased_child_allowance",
                          "t31"."has_integration_allowance",
                          "t31"."has_elderly_allowance",
                          "t31"."has_third_party_help_old_1",
                          "t31"."has_third_party_help_old_2",
                          "t31"."has_third_party_help",
                          "t31"."has_120_hospital_days",
                          "t31"."has_6_admissions",
                          "t31"."unemployment_days",
                          "t31"."incapacity_days",
                          "t31"."invalidity_days",
                          "t31"."household_head_id",
                          "t31"."maf_household_right",
                          "t31"."maf_household_category",
                          "t31"."maf_individual_right",
                          "t31"."has_maf_household_refund",
                          "t31"."has_maf_individual_refund",
                          "t31"."maf_start_day",
                          "t31"."is_mixed_household",
                          "t31"."household_type",
                          "t31"."has_guaranteed_income",
                          "t31"."has_elderly_income_guarantee",
                          "t31"."has_subsistence_income",
                          "t31"."has_disability_allowance",
                          "t31"."has_long_unemployment",
                          "t31"."has_social_welfare",
                          COALESCE("t31"."right", 'none') AS "right",
                          "t31"."category",
                          "t31"."individual",
                          COALESCE(
                            (
                              COALESCE("t31"."right", 'none') = 'social'
                            )
                            OR (
                              (
                                COALESCE("t31"."right", 'none') = 'mixed'
                              )
                              AND (
                                (
                                  "t31"."individual" = 'social'
                                )
                                OR "t31"."has_guaranteed_income"
                                OR "t31"."has_elderly_income_guarantee"
                                OR "t31"."has_subsistence_income"
                                OR "t31"."has_disability_allowance"
                                OR "t31"."has_long_unemployment"
                                OR "t31"."has_social_welfare"
                              )
                            ),
                            FALSE
                          ) AS "is_social"
                        FROM (
                          SELECT
                            "t27"."person_id",
                            "t27"."year",
                            "t27"."reference_day",
                            "t27"."state",
                            "t27"."birth_year",
                            "t27"."age",
                            "t27"."sex",
                            "t27"."municipality_code",
                            "t27"."arrondissement_code",
                            "t27"."province_code",
                            "t27"."region_code",
                            "t27"."cg1",
                            "t27"."cg2",
                            "t27"."is_increased_reimbursement",
                            "t27"."social_state",
                            "t27"."is_deceased",
                            "t27"."disability_origin",
                            "t27"."has_nursing_b",
                            "t27"."has_nursing_c",
                            "t27"."has_physiotherapy_e",
                            "t27"."has_increased_child_allowance",
                            "t27"."has_integration_allowance",
                            "t27"."has_elderly_allowance",
                            "t27"."has_third_party_help_old_1",
                            "t27"."has_third_party_help_old_2",
                            "t27"."has_third_party_help",
                            "t27"."has_120_hospital_days",
                            "t27"."has_6_admissions",
                            "t27"."unemployment_days",
                            "t27"."incapacity_days",
                            "t27"."invalidity_days",
                            "t27"."household_head_id",
                            "t27"."maf_household_right",
                            "t27"."maf_household_category",
                            "t27"."maf_individual_right",
                            "t27"."has_maf_household_refund",
                            "t27"."has_maf_individual_refund",
                            "t27"."maf_start_day",
                            "t27"."is_mixed_household",
                            "t27"."household_type",
                            "t27"."has_guaranteed_income",
                            "t27"."has_elderly_income_guarantee",
                            "t27"."has_subsistence_income",
                            "t27"."has_disability_allowance",
                            "t27"."has_long_unemployment",
                            "t27"."has_social_welfare",
                            "t28"."right",
                            "t29"."category",
                            "t30"."individual"
                          FROM (
                            SELECT
                              "t5"."person_id",
                              "t5"."year",
                              "t5"."reference_day",
                              "t5"."state",
                              "t5"."birth_year",
                              "t5"."age",
                              "t5"."sex",
                              "t5"."municipality_code",
                              "t5"."arrondissement_code",
                              "t5"."province_code",
                              "t5"."region_code",
                              "t5"."cg1",
                              "t5"."cg2",
                              "t5"."is_increased_reimbursement",
                              "t5"."social_state",
                              "t5"."is_deceased",
                              "t5"."disability_origin",
                              "t5"."has_nursing_b",
                              "t5"."has_nursing_c",
                              "t5"."has_physiotherapy_e",
                              "t5"."has_increased_child_allowance",
                              "t5"."has_integration_allowance",
                              "t5"."has_elderly_allowance",
                              "t5"."has_third_party_help_old_1",
                              "t5"."has_third_party_help_old_2",
                              "t5"."has_third_party_help",
                              "t5"."has_120_hospital_days",
                              "t5"."has_6_admissions",
                              "t5"."unemployment_days",
                              "t5"."incapacity_days",
                              "t5"."invalidity_days",
                              COALESCE("t5"."household_head_id", "t5"."person_id") AS "household_head_id",
                              "t5"."maf_household_right",
                              COALESCE("t5"."maf_household_category", '0') AS "maf_household_category",
                              "t5"."maf_individual_right",
                              "t5"."has_maf_household_refund",
                              "t5"."has_maf_individual_refund",
                              "t5"."maf_start_day",
                              "t5"."is_mixed_household",
                              "t5"."household_type",
                              "t5"."has_guaranteed_income",
                              "t5"."has_elderly_income_guarantee",
                              "t5"."has_subsistence_income",
                              "t5"."has_disability_allowance",
                              "t5"."has_long_unemployment",
                              "t5"."has_social_welfare"
                            FROM "derived_population_year" AS "t5"
                            WHERE
                              "t5"."year" BETWEEN 2022 AND 2023
                          ) AS "t27"
                          LEFT OUTER JOIN (
                            SELECT
                              "t6"."value" AS "code",
                              "t6"."gives" AS "right",
                              COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                              COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                            FROM "reference_maf_rule" AS "t6"
                            WHERE
                              "t6"."field" = 'right'
                          ) AS "t28"
                            ON "t27"."maf_household_right" = "t28"."code"
                            AND "t27"."reference_day" >= "t28"."first_day"
                            AND "t27"."reference_day" <= "t28"."last_day"
                          LEFT OUTER JOIN (
                            SELECT
                              "t6"."value" AS "code",
                              "t6"."gives" AS "category",
                              COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                              COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                            FROM "reference_maf_rule" AS "t6"
                            WHERE
                              "t6"."field" = 'category'
                          ) AS "t29"
                            ON "t27"."maf_household_category" = "t29"."code"
                            AND "t27"."reference_day" >= "t29"."first_day"
                            AND "t27"."reference_day" <= "t29"."last_day"
                          LEFT OUTER JOIN (
                            SELECT
                              "t6"."value" AS "code",
                              "t6"."gives" AS "individual",
                              COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                              COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                            FROM "reference_maf_rule" AS "t6"
                            WHERE
                              "t6"."field" = 'individual'
                          ) AS "t30"
                            ON "t27"."maf_individual_right" = "t30"."code"
                            AND "t27"."reference_day" >= "t30"."first_day"
                            AND "t27"."reference_day" <= "t30"."last_day"
                        ) AS "t31"
                      ) AS "t39"
                      LEFT OUTER JOIN (
                        SELECT
                          "t0"."code",
                          "t0"."ceiling_cents",
                          COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                          COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                        FROM "reference_maf_ceiling" AS "t0"
                      ) AS "t24"
                        ON "t39"."category" = "t24"."code"
                        AND "t39"."reference_day" >= "t24"."first_day"
                        AND "t39"."reference_day" <= "t24"."last_day"
                    ) AS "t41"
                  ) AS "t45"
                  LEFT OUTER JOIN (
                    SELECT
                      "t0"."code",
                      "t0"."ceiling_cents" AS "child_cents",
                      "t0"."younger_than",
                      COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                      COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                    FROM "reference_maf_ceiling" AS "t0"
                  ) AS "t23"
                    ON "t45"."_child" = "t23"."code"
                    AND "t45"."reference_day" >= "t23"."first_day"
                    AND "t45"."reference_day" <= "t23"."last_day"
                ) AS "t48"
              ) AS "t54"
              LEFT OUTER JOIN (
                SELECT
                  "t58"."person_id",
                  "t58"."year",
                  TRUE AS "has_chronic_right"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t56"."person_id",
                      "t56"."year"
                    FROM (
                      SELECT
                        "t55"."person_id",
                        "t55"."year",
                        COUNT(*) AS "years"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t50"."person_id",
                            CAST("t50"."year" + 1 AS INT) AS "year"
                          FROM "t49" AS "t50"
                          WHERE
                            "t50"."counted_cents" >= "t50"."ceiling_cents"
                        ) AS "t52"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t50"."person_id",
                            CAST("t50"."year" + 2 AS INT) AS "year"
                          FROM "t49" AS "t50"
                          WHERE
                            "t50"."counted_cents" >= "t50"."ceiling_cents"
                        ) AS "t53"
                      ) AS "t55"
                      GROUP BY
                        1,
                        2
                    ) AS "t56"
                    WHERE
                      "t56"."years" = 2
                  ) AS "t57"
                  UNION
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t4"."person_id",
                      "t4"."year"
                    FROM "derived_person_year" AS "t4"
                    WHERE
                      "t4"."has_chronic_status"
                  ) AS "t9"
                ) AS "t58"
              ) AS "t60"
                ON "t54"."person_id" = "t60"."person_id" AND "t54"."year" = "t60"."year"
            ) AS "t61"
          ) AS "t63"
          LEFT OUTER JOIN (
            SELECT
              "t0"."code",
              "t0"."ceiling_cents" AS "social_cents",
              COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
              COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
            FROM "reference_maf_ceiling" AS "t0"
          ) AS "t21"
            ON "t63"."_social" = "t21"."code"
            AND "t63"."reference_day" >= "t21"."first_day"
            AND "t63"."reference_day" <= "t21"."last_day"
          LEFT OUTER JOIN (
            SELECT
              "t0"."code",
              "t0"."ceiling_cents" AS "chronic_cents",
              COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
              COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
            FROM "reference_maf_ceiling" AS "t0"
          ) AS "t22"
            ON "t63"."_chronic" = "t22"."code"
            AND "t63"."reference_day" >= "t22"."first_day"
            AND "t63"."reference_day" <= "t22"."last_day"
        ) AS "t64"
      ) AS "t65"
    ) AS "t66"
  ) AS "t68"
  LEFT OUTER JOIN "t40" AS "t43"
    ON "t68"."person_id" = "t43"."person_id" AND "t68"."year" = "t43"."year"
  LEFT OUTER JOIN (
    SELECT
      "t80"."person_id",
      "t80"."year",
      CAST(CAST(COALESCE(SUM("t80"."cents" - "t80"."rest"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "repaid_cents",
      MIN(
        CASE
          WHEN (
            "t80"."cents" - "t80"."rest"
          ) > 0
          THEN "t80"."service_day"
          ELSE NULL
        END
      ) AS "reached_day"
    FROM (
      SELECT
        "t79"."person_id",
        "t79"."year",
        "t79"."cents",
        "t79"."service_day",
        "t79"."booking_month",
        "t79"."delivery_id",
        "t79"."line",
        "t79"."database",
        "t79"."household_head_id",
        "t79"."right",
        "t79"."is_social",
        "t79"."is_child",
        "t79"."has_chronic_right",
        "t79"."maf_type",
        "t79"."has_chronic_reduction",
        "t79"."ceiling_cents",
        "t79"."social_ceiling_cents",
        "t79"."own_ceiling_cents",
        "t79"."counted_cents",
        "t79"."positive_cents",
        "t79"."rest" - CASE
          WHEN NOT "t79"."_ceiling" IS NULL
          THEN GREATEST("t79"."_after" - "t79"."_ceiling", 0) - GREATEST((
            "t79"."_after" - "t79"."rest"
          ) - "t79"."_ceiling", 0)
          ELSE 0
        END AS "rest",
        "t79"."has_right"
      FROM (
        SELECT
          "t78"."person_id",
          "t78"."year",
          "t78"."cents",
          "t78"."service_day",
          "t78"."booking_month",
          "t78"."delivery_id",
          "t78"."line",
          "t78"."database",
          "t78"."household_head_id",
          "t78"."right",
          "t78"."is_social",
          "t78"."is_child",
          "t78"."has_chronic_right",
          "t78"."maf_type",
          "t78"."has_chronic_reduction",
          "t78"."ceiling_cents",
          "t78"."social_ceiling_cents",
          "t78"."own_ceiling_cents",
          "t78"."counted_cents",
          "t78"."positive_cents",
          "t78"."rest",
          "t78"."has_right",
          CAST(CAST(SUM("t78"."rest") OVER (
            PARTITION BY "t78"."household_head_id", "t78"."year", "t78"."has_right"
            ORDER BY "t78"."service_day" ASC, "t78"."booking_month" ASC, "t78"."delivery_id" ASC, "t78"."line" ASC, "t78"."database" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
          ) AS DECIMAL(38, 0)) AS BIGINT) AS "_after",
          CASE WHEN "t78"."has_right" THEN "t78"."ceiling_cents" ELSE CAST(NULL AS BIGINT) END AS "_ceiling"
        FROM (
          SELECT
            "t77"."person_id",
            "t77"."year",
            "t77"."cents",
            "t77"."service_day",
            "t77"."booking_month",
            "t77"."delivery_id",
            "t77"."line",
            "t77"."database",
            "t77"."household_head_id",
            "t77"."right",
            "t77"."is_social",
            "t77"."is_child",
            "t77"."has_chronic_right",
            "t77"."maf_type",
            "t77"."has_chronic_reduction",
            "t77"."ceiling_cents",
            "t77"."social_ceiling_cents",
            "t77"."own_ceiling_cents",
            "t77"."counted_cents",
            "t77"."positive_cents",
            "t77"."rest" - CASE
              WHEN NOT "t77"."_ceiling" IS NULL
              THEN GREATEST("t77"."_after" - "t77"."_ceiling", 0) - GREATEST((
                "t77"."_after" - "t77"."rest"
              ) - "t77"."_ceiling", 0)
              ELSE 0
            END AS "rest",
            "t77"."has_right"
          FROM (
            SELECT
              "t76"."person_id",
              "t76"."year",
              "t76"."cents",
              "t76"."service_day",
              "t76"."booking_month",
              "t76"."delivery_id",
              "t76"."line",
              "t76"."database",
              "t76"."household_head_id",
              "t76"."right",
              "t76"."is_social",
              "t76"."is_child",
              "t76"."has_chronic_right",
              "t76"."maf_type",
              "t76"."has_chronic_reduction",
              "t76"."ceiling_cents",
              "t76"."social_ceiling_cents",
              "t76"."own_ceiling_cents",
              "t76"."counted_cents",
              "t76"."positive_cents",
              "t76"."rest",
              "t76"."has_right",
              CAST(CAST(SUM("t76"."rest") OVER (
                PARTITION BY "t76"."household_head_id", "t76"."year", "t76"."is_social"
                ORDER BY "t76"."service_day" ASC, "t76"."booking_month" ASC, "t76"."delivery_id" ASC, "t76"."line" ASC, "t76"."database" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS DECIMAL(38, 0)) AS BIGINT) AS "_after",
              CASE
                WHEN "t76"."is_social"
                THEN "t76"."social_ceiling_cents"
                ELSE CAST(NULL AS BIGINT)
              END AS "_ceiling"
            FROM (
              SELECT
                "t75"."person_id",
                "t75"."year",
                "t75"."cents",
                "t75"."service_day",
                "t75"."booking_month",
                "t75"."delivery_id",
                "t75"."line",
                "t75"."database",
                "t75"."household_head_id",
                "t75"."right",
                "t75"."is_social",
                "t75"."is_child",
                "t75"."has_chronic_right",
                "t75"."maf_type",
                "t75"."has_chronic_reduction",
                "t75"."ceiling_cents",
                "t75"."social_ceiling_cents",
                "t75"."own_ceiling_cents",
                "t75"."counted_cents",
                "t75"."positive_cents",
                "t75"."rest" - CASE
                  WHEN NOT "t75"."_ceiling" IS NULL
                  THEN GREATEST("t75"."_after" - "t75"."_ceiling", 0) - GREATEST((
                    "t75"."_after" - "t75"."rest"
                  ) - "t75"."_ceiling", 0)
                  ELSE 0
                END AS "rest",
                "t75"."has_right"
              FROM (
                SELECT
                  "t74"."person_id",
                  "t74"."year",
                  "t74"."cents",
                  "t74"."service_day",
                  "t74"."booking_month",
                  "t74"."delivery_id",
                  "t74"."line",
                  "t74"."database",
                  "t74"."household_head_id",
                  "t74"."right",
                  "t74"."is_social",
                  "t74"."is_child",
                  "t74"."has_chronic_right",
                  "t74"."maf_type",
                  "t74"."has_chronic_reduction",
                  "t74"."ceiling_cents",
                  "t74"."social_ceiling_cents",
                  "t74"."own_ceiling_cents",
                  "t74"."counted_cents",
                  "t74"."positive_cents",
                  "t74"."rest",
                  "t74"."has_right",
                  CAST(CAST(SUM("t74"."rest") OVER (
                    PARTITION BY "t74"."person_id", "t74"."year"
                    ORDER BY "t74"."service_day" ASC, "t74"."booking_month" ASC, "t74"."delivery_id" ASC, "t74"."line" ASC, "t74"."database" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                  ) AS DECIMAL(38, 0)) AS BIGINT) AS "_after",
                  "t74"."own_ceiling_cents" AS "_ceiling"
                FROM (
                  SELECT
                    "t73"."person_id",
                    "t73"."year",
                    "t73"."cents",
                    "t73"."service_day",
                    "t73"."booking_month",
                    "t73"."delivery_id",
                    "t73"."line",
                    "t73"."database",
                    "t73"."household_head_id",
                    "t73"."right",
                    "t73"."is_social",
                    "t73"."is_child",
                    "t73"."has_chronic_right",
                    "t73"."maf_type",
                    "t73"."has_chronic_reduction",
                    "t73"."ceiling_cents",
                    "t73"."social_ceiling_cents",
                    "t73"."own_ceiling_cents",
                    "t73"."counted_cents",
                    "t73"."positive_cents",
                    "t73"."cents" AS "rest",
                    "t73"."right" <> 'none' AS "has_right"
                  FROM (
                    SELECT
                      "t37"."person_id",
                      "t37"."year",
                      "t37"."cents",
                      "t37"."service_day",
                      "t37"."booking_month",
                      "t37"."delivery_id",
                      "t37"."line",
                      "t37"."database",
                      "t72"."household_head_id",
                      "t72"."right",
                      "t72"."is_social",
                      "t72"."is_child",
                      "t72"."has_chronic_right",
                      "t72"."maf_type",
                      "t72"."has_chronic_reduction",
                      "t72"."ceiling_cents",
                      "t72"."social_ceiling_cents",
                      "t72"."own_ceiling_cents",
                      "t72"."counted_cents",
                      "t72"."positive_cents"
                    FROM "t35" AS "t37"
                    INNER JOIN (
                      SELECT
                        "t70"."person_id",
                        "t70"."year",
                        "t70"."household_head_id",
                        "t70"."right",
                        "t70"."is_social",
                        "t70"."is_child",
                        "t70"."has_chronic_right",
                        "t70"."maf_type",
                        "t70"."has_chronic_reduction",
                        "t70"."ceiling_cents",
                        "t70"."social_ceiling_cents",
                        "t70"."own_ceiling_cents",
                        "t70"."counted_cents",
                        "t70"."positive_cents"
                      FROM (
                        SELECT
                          "t69"."person_id",
                          "t69"."year",
                          "t69"."household_head_id",
                          "t69"."right",
                          "t69"."is_social",
                          "t69"."is_child",
                          "t69"."has_chronic_right",
                          "t69"."maf_type",
                          "t69"."has_chronic_reduction",
                          "t69"."ceiling_cents",
                          "t69"."social_ceiling_cents",
                          "t69"."own_ceiling_cents",
                          "t69"."counted_cents",
                          "t69"."positive_cents",
                          SUM("t69"."positive_cents") OVER (
                            PARTITION BY "t69"."household_head_id", "t69"."year"
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "_paid",
                          MIN(
                            LEAST("t69"."own_ceiling_cents", "t69"."social_ceiling_cents", "t69"."ceiling_cents")
                          ) OVER (
                            PARTITION BY "t69"."household_head_id", "t69"."year"
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "_lowest"
                        FROM (
                          SELECT
                            "t68"."person_id",
                            "t68"."year",
                            "t68"."household_head_id",
                            "t68"."right",
                            "t68"."is_social",
                            "t68"."is_child",
                            "t68"."has_chronic_right",
                            "t68"."maf_type",
                            "t68"."has_chronic_reduction",
                            "t68"."ceiling_cents",
                            "t68"."social_ceiling_cents",
                            "t68"."own_ceiling_cents",
                            COALESCE("t43"."counted_cents", 0) AS "counted_cents",
                            COALESCE("t43"."positive_cents", 0) AS "positive_cents"
                          FROM (
                            SELECT
                              "t66"."person_id",
                              "t66"."year",
                              "t66"."household_head_id",
                              "t66"."right",
                              "t66"."is_social",
                              "t66"."is_child",
                              "t66"."has_chronic_right",
                              "t66"."maf_type",
                              (
                                "t66"."_reduction" > 0
                              ) AND (
                                "t66"."maf_type" <> 'none'
                              ) AS "has_chronic_reduction",
                              CASE
                                WHEN NOT CASE "t66"."maf_type"
                                  WHEN 'income'
                                  THEN "t66"."_income"
                                  WHEN 'social'
                                  THEN "t66"."social_cents"
                                  ELSE NULL
                                END IS NULL
                                THEN GREATEST(
                                  CASE "t66"."maf_type"
                                    WHEN 'income'
                                    THEN "t66"."_income"
                                    WHEN 'social'
                                    THEN "t66"."social_cents"
                                    ELSE NULL
                                  END - "t66"."_reduction",
                                  0
                                )
                                ELSE CAST(NULL AS BIGINT)
                              END AS "ceiling_cents",
                              CASE
                                WHEN NOT CASE
                                  WHEN (
                                    "t66"."maf_type" = 'income'
                                  ) AND "t66"."_has_social"
                                  THEN "t66"."social_cents"
                                  ELSE CAST(NULL AS BIGINT)
                                END IS NULL
                                THEN GREATEST(
                                  CASE
                                    WHEN (
                                      "t66"."maf_type" = 'income'
                                    ) AND "t66"."_has_social"
                                    THEN "t66"."social_cents"
                                    ELSE CAST(NULL AS BIGINT)
                                  END - "t66"."_reduction",
                                  0
                                )
                                ELSE CAST(NULL AS BIGINT)
                              END AS "social_ceiling_cents",
                              CASE
                                WHEN NOT "t66"."child_cents" IS NULL
                                THEN GREATEST("t66"."child_cents" - "t66"."_reduction", 0)
                                ELSE CAST(NULL AS BIGINT)
                              END AS "own_ceiling_cents"
                            FROM (
                              SELECT
                                "t65"."person_id",
                                "t65"."year",
                                "t65"."household_head_id",
                                "t65"."reference_day",
                                "t65"."right",
                                "t65"."is_social",
                                "t65"."is_child",
                                "t65"."income_cents",
                                "t65"."child_cents",
                                "t65"."has_chronic_right",
                                "t65"."_social",
                                "t65"."_chronic",
                                "t65"."social_cents",
                                "t65"."chronic_cents",
                                "t65"."_has_income",
                                "t65"."_has_social",
                                "t65"."_is_chronic",
                                "t65"."_income",
                                CASE
                                  WHEN "t65"."_has_income"
                                  THEN 'income'
                                  WHEN "t65"."_has_social"
                                  THEN 'social'
                                  ELSE 'none'
                                END AS "maf_type",
                                COALESCE(
                                  CASE
                                    WHEN "t65"."_is_chronic"
                                    THEN "t65"."chronic_cents"
                                    ELSE CAST(NULL AS BIGINT)
                                  END,
                                  0
                                ) AS "_reduction"
                              FROM (
                                SELECT
                                  "t64"."person_id",
                                  "t64"."year",
                                  "t64"."household_head_id",
                                  "t64"."reference_day",
                                  "t64"."right",
                                  "t64"."is_social",
                                  "t64"."is_child",
                                  "t64"."income_cents",
                                  "t64"."child_cents",
                                  "t64"."has_chronic_right",
                                  "t64"."_social",
                                  "t64"."_chronic",
                                  "t64"."social_cents",
                                  "t64"."chronic_cents",
                                  BOOL_OR(
                                    CAST("t64"."right" IN ('income', 'mixed') AND NOT (
                                      "t64"."is_social"
                                    ) AS BOOLEAN)
                                  ) OVER (
                                    PARTITION BY "t64"."household_head_id", "t64"."year"
                                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                  ) AS "_has_income",
                                  BOOL_OR(CAST("t64"."is_social" AS BOOLEAN)) OVER (
                                    PARTITION BY "t64"."household_head_id", "t64"."year"
                                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                  ) AS "_has_social",
                                  BOOL_OR(CAST("t64"."has_chronic_right" AS BOOLEAN)) OVER (
                                    PARTITION BY "t64"."household_head_id", "t64"."year"
                                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                  ) AS "_is_chronic",
                                  MAX("t64"."income_cents") OVER (
                                    PARTITION BY "t64"."household_head_id", "t64"."year"
                                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                                  ) AS "_income"
                                FROM (
                                  SELECT
                                    "t63"."person_id",
                                    "t63"."year",
                                    "t63"."household_head_id",
                                    "t63"."reference_day",
                                    "t63"."right",
                                    "t63"."is_social",
                                    "t63"."is_child",
                                    "t63"."income_cents",
                                    "t63"."child_cents",
                                    "t63"."has_chronic_right",
                                    "t63"."_social",
                                    "t63"."_chronic",
                                    "t21"."social_cents",
                                    "t22"."chronic_cents"
                                  FROM (
                                    SELECT
                                      "t61"."person_id",
                                      "t61"."year",
                                      "t61"."household_head_id",
                                      "t61"."reference_day",
                                      "t61"."right",
                                      "t61"."is_social",
                                      "t61"."is_child",
                                      "t61"."income_cents",
                                      "t61"."child_cents",
                                      "t61"."has_chronic_right",
                                      'social' AS "_social",
                                      'chronic' AS "_chronic"
                                    FROM (
                                      SELECT
                                        "t54"."person_id",
                                        "t54"."year",
                                        "t54"."household_head_id",
                                        "t54"."reference_day",
                                        "t54"."right",
                                        "t54"."is_social",
                                        "t54"."is_child",
                                        "t54"."income_cents",
                                        "t54"."child_cents",
                                        COALESCE("t60"."has_chronic_right", FALSE) AS "has_chronic_right"
                                      FROM (
                                        SELECT
                                          "t48"."person_id",
                                          "t48"."year",
                                          "t48"."household_head_id",
                                          "t48"."reference_day",
                                          "t48"."right",
                                          "t48"."is_social",
                                          COALESCE("t48"."age" < CAST("t48"."younger_than" AS INT), FALSE) AS "is_child",
                                          CASE
                                            WHEN "t48"."right" IN ('income', 'mixed') AND NOT (
                                              "t48"."is_social"
                                            )
                                            THEN "t48"."ceiling_cents"
                                            ELSE CAST(NULL AS BIGINT)
                                          END AS "income_cents",
                                          CASE
                                            WHEN COALESCE("t48"."age" < CAST("t48"."younger_than" AS INT), FALSE)
                                            THEN "t48"."child_cents"
                                            ELSE CAST(NULL AS BIGINT)
                                          END AS "child_cents"
                                        FROM (
                                          SELECT
                                            "t45"."person_id",
                                            "t45"."year",
                                            "t45"."reference_day",
                                            "t45"."state",
                                            "t45"."birth_year",
                                            "t45"."age",
                                            "t45"."sex",
                                            "t45"."municipality_code",
                                            "t45"."arrondissement_code",
                                            "t45"."province_code",
                                            "t45"."region_code",
                                            "t45"."cg1",
                                            "t45"."cg2",
                                            "t45"."is_increased_reimbursement",
                                            "t45"."social_state",
                                            "t45"."is_deceased",
                                            "t45"."disability_origin",
                                            "t45"."has_nursing_b",
                                            "t45"."has_nursing_c",
                                            "t45"."has_physiotherapy_e",
                                            "t45"."has_increased_child_allowance",
                                            "t45"."has_integration_allowance",
                                            "t45"."has_elderly_allowance",
                                            "t45"."has_third_party_help_old_1",
                                            "t45"."has_third_party_help_old_2",
                                            "t45"."has_third_party_help",
                                            "t45"."has_120_hospital_days",
                                            "t45"."has_6_admissions",
                                            "t45"."unemployment_days",
                                            "t45"."incapacity_days",
                                            "t45"."invalidity_days",
                                            "t45"."household_head_id",
                                            "t45"."maf_household_right",
                                            "t45"."maf_household_category",
                                            "t45"."maf_individual_right",
                                            "t45"."has_maf_household_refund",
                                            "t45"."has_maf_individual_refund",
                                            "t45"."maf_start_day",
                                            "t45"."is_mixed_household",
                                            "t45"."household_type",
                                            "t45"."has_guaranteed_income",
                                            "t45"."has_elderly_income_guarantee",
                                            "t45"."has_subsistence_income",
                                            "t45"."has_disability_allowance",
                                            "t45"."has_long_unemployment",
                                            "t45"."has_social_welfare",
                                            "t45"."right",
                                            "t45"."category",
                                            "t45"."individual",
                                            "t45"."is_social",
                                            "t45"."ceiling_cents",
                                            "t45"."_child",
                                            "t23"."child_cents",
                                            "t23"."younger_than"
                                          FROM (
                                            SELECT
                                              "t41"."person_id",
                                              "t41"."year",
                                              "t41"."reference_day",
                                              "t41"."state",
                                              "t41"."birth_year",
                                              "t41"."age",
                                              "t41"."sex",
                                              "t41"."municipality_code",
                                              "t41"."arrondissement_code",
                                              "t41"."province_code",
                                              "t41"."region_code",
                                              "t41"."cg1",
                                              "t41"."cg2",
                                              "t41"."is_increased_reimbursement",
                                              "t41"."social_state",
                                              "t41"."is_deceased",
                                              "t41"."disability_origin",
                                              "t41"."has_nursing_b",
                                              "t41"."has_nursing_c",
                                              "t41"."has_physiotherapy_e",
                                              "t41"."has_increased_child_allowance",
                                              "t41"."has_integration_allowance",
                                              "t41"."has_elderly_allowance",
                                              "t41"."has_third_party_help_old_1",
                                              "t41"."has_third_party_help_old_2",
                                              "t41"."has_third_party_help",
                                              "t41"."has_120_hospital_days",
                                              "t41"."has_6_admissions",
                                              "t41"."unemployment_days",
                                              "t41"."incapacity_days",
                                              "t41"."invalidity_days",
                                              "t41"."household_head_id",
                                              "t41"."maf_household_right",
                                              "t41"."maf_household_category",
                                              "t41"."maf_individual_right",
                                              "t41"."has_maf_household_refund",
                                              "t41"."has_maf_individual_refund",
                                              "t41"."maf_start_day",
                                              "t41"."is_mixed_household",
                                              "t41"."household_type",
                                              "t41"."has_guaranteed_income",
                                              "t41"."has_elderly_income_guarantee",
                                              "t41"."has_subsistence_income",
                                              "t41"."has_disability_allowance",
                                              "t41"."has_long_unemployment",
                                              "t41"."has_social_welfare",
                                              "t41"."right",
                                              "t41"."category",
                                              "t41"."individual",
                                              "t41"."is_social",
                                              "t41"."ceiling_cents",
                                              'child' AS "_child"
                                            FROM (
                                              SELECT
                                                "t39"."person_id",
                                                "t39"."year",
                                                "t39"."reference_day",
                                                "t39"."state",
                                                "t39"."birth_year",
                                                "t39"."age",
                                                "t39"."sex",
                                                "t39"."municipality_code",
                                                "t39"."arrondissement_code",
                                                "t39"."province_code",
                                                "t39"."region_code",
                                                "t39"."cg1",
                                                "t39"."cg2",
                                                "t39"."is_increased_reimbursement",
                                                "t39"."social_state",
                                                "t39"."is_deceased",
                                                "t39"."disability_origin",
                                                "t39"."has_nursing_b",
                                                "t39"."has_nursing_c",
                                                "t39"."has_physiotherapy_e",
                                                "t39"."has_increased_child_allowance",
                                                "t39"."has_integration_allowance",
                                                "t39"."has_elderly_allowance",
                                                "t39"."has_third_party_help_old_1",
                                                "t39"."has_third_party_help_old_2",
                                                "t39"."has_third_party_help",
                                                "t39"."has_120_hospital_days",
                                                "t39"."has_6_admissions",
                                                "t39"."unemployment_days",
                                                "t39"."incapacity_days",
                                                "t39"."invalidity_days",
                                                "t39"."household_head_id",
                                                "t39"."maf_household_right",
                                                "t39"."maf_household_category",
                                                "t39"."maf_individual_right",
                                                "t39"."has_maf_household_refund",
                                                "t39"."has_maf_individual_refund",
                                                "t39"."maf_start_day",
                                                "t39"."is_mixed_household",
                                                "t39"."household_type",
                                                "t39"."has_guaranteed_income",
                                                "t39"."has_elderly_income_guarantee",
                                                "t39"."has_subsistence_income",
                                                "t39"."has_disability_allowance",
                                                "t39"."has_long_unemployment",
                                                "t39"."has_social_welfare",
                                                "t39"."right",
                                                "t39"."category",
                                                "t39"."individual",
                                                "t39"."is_social",
                                                "t24"."ceiling_cents"
                                              FROM (
                                                SELECT
                                                  "t31"."person_id",
                                                  "t31"."year",
                                                  "t31"."reference_day",
                                                  "t31"."state",
                                                  "t31"."birth_year",
                                                  "t31"."age",
                                                  "t31"."sex",
                                                  "t31"."municipality_code",
                                                  "t31"."arrondissement_code",
                                                  "t31"."province_code",
                                                  "t31"."region_code",
                                                  "t31"."cg1",
                                                  "t31"."cg2",
                                                  "t31"."is_increased_reimbursement",
                                                  "t31"."social_state",
                                                  "t31"."is_deceased",
                                                  "t31"."disability_origin",
                                                  "t31"."has_nursing_b",
                                                  "t31"."has_nursing_c",
                                                  "t31"."has_physiotherapy_e",
                                                  "t31"."has_increased_child_allowance",
                                                  "t31"."has_integration_allowance",
                                                  "t31"."has_elderly_allowance",
                                                  "t31"."has_third_party_help_old_1",
                                                  "t31"."has_third_party_help_old_2",
                                                  "t31"."has_third_party_help",
                                                  "t31"."has_120_hospital_days",
                                                  "t31"."has_6_admissions",
                                                  "t31"."unemployment_days",
                                                  "t31"."incapacity_days",
                                                  "t31"."invalidity_days",
                                                  "t31"."household_head_id",
                                                  "t31"."maf_household_right",
                                                  "t31"."maf_household_category",
                                                  "t31"."maf_individual_right",
                                                  "t31"."has_maf_household_refund",
                                                  "t31"."has_maf_individual_refund",
                                                  "t31"."maf_start_day",
                                                  "t31"."is_mixed_household",
                                                  "t31"."household_type",
                                                  "t31"."has_guaranteed_income",
                                                  "t31"."has_elderly_income_guarantee",
                                                  "t31"."has_subsistence_income",
                                                  "t31"."has_disability_allowance",
                                                  "t31"."has_long_unemployment",
                                                  "t31"."has_social_welfare",
                                                  COALESCE("t31"."right", 'none') AS "right",
                                                  "t31"."category",
                                                  "t31"."individual",
                                                  COALESCE(
                                                    (
                                                      COALESCE("t31"."right", 'none') = 'social'
                                                    )
                                                    OR (
                                                      (
                                                        COALESCE("t31"."right", 'none') = 'mixed'
                                                      )
                                                      AND (
                                                        (
                                                          "t31"."individual" = 'social'
                                                        )
                                                        OR "t31"."has_guaranteed_income"
                                                        OR "t31"."has_elderly_income_guarantee"
                                                        OR "t31"."has_subsistence_income"
                                                        OR "t31"."has_disability_allowance"
                                                        OR "t31"."has_long_unemployment"
                                                        OR "t31"."has_social_welfare"
                                                      )
                                                    ),
                                                    FALSE
                                                  ) AS "is_social"
                                                FROM (
                                                  SELECT
                                                    "t27"."person_id",
                                                    "t27"."year",
                                                    "t27"."reference_day",
                                                    "t27"."state",
                                                    "t27"."birth_year",
                                                    "t27"."age",
                                                    "t27"."sex",
                                                    "t27"."municipality_code",
                                                    "t27"."arrondissement_code",
                                                    "t27"."province_code",
                                                    "t27"."region_code",
                                                    "t27"."cg1",
                                                    "t27"."cg2",
                                                    "t27"."is_increased_reimbursement",
                                                    "t27"."social_state",
                                                    "t27"."is_deceased",
                                                    "t27"."disability_origin",
                                                    "t27"."has_nursing_b",
                                                    "t27"."has_nursing_c",
                                                    "t27"."has_physiotherapy_e",
                                                    "t27"."has_increased_child_allowance",
                                                    "t27"."has_integration_allowance",
                                                    "t27"."has_elderly_allowance",
                                                    "t27"."has_third_party_help_old_1",
                                                    "t27"."has_third_party_help_old_2",
                                                    "t27"."has_third_party_help",
                                                    "t27"."has_120_hospital_days",
                                                    "t27"."has_6_admissions",
                                                    "t27"."unemployment_days",
                                                    "t27"."incapacity_days",
                                                    "t27"."invalidity_days",
                                                    "t27"."household_head_id",
                                                    "t27"."maf_household_right",
                                                    "t27"."maf_household_category",
                                                    "t27"."maf_individual_right",
                                                    "t27"."has_maf_household_refund",
                                                    "t27"."has_maf_individual_refund",
                                                    "t27"."maf_start_day",
                                                    "t27"."is_mixed_household",
                                                    "t27"."household_type",
                                                    "t27"."has_guaranteed_income",
                                                    "t27"."has_elderly_income_guarantee",
                                                    "t27"."has_subsistence_income",
                                                    "t27"."has_disability_allowance",
                                                    "t27"."has_long_unemployment",
                                                    "t27"."has_social_welfare",
                                                    "t28"."right",
                                                    "t29"."category",
                                                    "t30"."individual"
                                                  FROM (
                                                    SELECT
                                                      "t5"."person_id",
                                                      "t5"."year",
                                                      "t5"."reference_day",
                                                      "t5"."state",
                                                      "t5"."birth_year",
                                                      "t5"."age",
                                                      "t5"."sex",
                                                      "t5"."municipality_code",
                                                      "t5"."arrondissement_code",
                                                      "t5"."province_code",
                                                      "t5"."region_code",
                                                      "t5"."cg1",
                                                      "t5"."cg2",
                                                      "t5"."is_increased_reimbursement",
                                                      "t5"."social_state",
                                                      "t5"."is_deceased",
                                                      "t5"."disability_origin",
                                                      "t5"."has_nursing_b",
                                                      "t5"."has_nursing_c",
                                                      "t5"."has_physiotherapy_e",
                                                      "t5"."has_increased_child_allowance",
                                                      "t5"."has_integration_allowance",
                                                      "t5"."has_elderly_allowance",
                                                      "t5"."has_third_party_help_old_1",
                                                      "t5"."has_third_party_help_old_2",
                                                      "t5"."has_third_party_help",
                                                      "t5"."has_120_hospital_days",
                                                      "t5"."has_6_admissions",
                                                      "t5"."unemployment_days",
                                                      "t5"."incapacity_days",
                                                      "t5"."invalidity_days",
                                                      COALESCE("t5"."household_head_id", "t5"."person_id") AS "household_head_id",
                                                      "t5"."maf_household_right",
                                                      COALESCE("t5"."maf_household_category", '0') AS "maf_household_category",
                                                      "t5"."maf_individual_right",
                                                      "t5"."has_maf_household_refund",
                                                      "t5"."has_maf_individual_refund",
                                                      "t5"."maf_start_day",
                                                      "t5"."is_mixed_household",
                                                      "t5"."household_type",
                                                      "t5"."has_guaranteed_income",
                                                      "t5"."has_elderly_income_guarantee",
                                                      "t5"."has_subsistence_income",
                                                      "t5"."has_disability_allowance",
                                                      "t5"."has_long_unemployment",
                                                      "t5"."has_social_welfare"
                                                    FROM "derived_population_year" AS "t5"
                                                    WHERE
                                                      "t5"."year" BETWEEN 2022 AND 2023
                                                  ) AS "t27"
                                                  LEFT OUTER JOIN (
                                                    SELECT
                                                      "t6"."value" AS "code",
                                                      "t6"."gives" AS "right",
                                                      COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                                      COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                                    FROM "reference_maf_rule" AS "t6"
                                                    WHERE
                                                      "t6"."field" = 'right'
                                                  ) AS "t28"
                                                    ON "t27"."maf_household_right" = "t28"."code"
                                                    AND "t27"."reference_day" >= "t28"."first_day"
                                                    AND "t27"."reference_day" <= "t28"."last_day"
                                                  LEFT OUTER JOIN (
                                                    SELECT
                                                      "t6"."value" AS "code",
                                                      "t6"."gives" AS "category",
                                                      COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                                      COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                                    FROM "reference_maf_rule" AS "t6"
                                                    WHERE
                                                      "t6"."field" = 'category'
                                                  ) AS "t29"
                                                    ON "t27"."maf_household_category" = "t29"."code"
                                                    AND "t27"."reference_day" >= "t29"."first_day"
                                                    AND "t27"."reference_day" <= "t29"."last_day"
                                                  LEFT OUTER JOIN (
                                                    SELECT
                                                      "t6"."value" AS "code",
                                                      "t6"."gives" AS "individual",
                                                      COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                                      COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                                    FROM "reference_maf_rule" AS "t6"
                                                    WHERE
                                                      "t6"."field" = 'individual'
                                                  ) AS "t30"
                                                    ON "t27"."maf_individual_right" = "t30"."code"
                                                    AND "t27"."reference_day" >= "t30"."first_day"
                                                    AND "t27"."reference_day" <= "t30"."last_day"
                                                ) AS "t31"
                                              ) AS "t39"
                                              LEFT OUTER JOIN (
                                                SELECT
                                                  "t0"."code",
                                                  "t0"."ceiling_cents",
                                                  COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                                  COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                                FROM "reference_maf_ceiling" AS "t0"
                                              ) AS "t24"
                                                ON "t39"."category" = "t24"."code"
                                                AND "t39"."reference_day" >= "t24"."first_day"
                                                AND "t39"."reference_day" <= "t24"."last_day"
                                            ) AS "t41"
                                          ) AS "t45"
                                          LEFT OUTER JOIN (
                                            SELECT
                                              "t0"."code",
                                              "t0"."ceiling_cents" AS "child_cents",
                                              "t0"."younger_than",
                                              COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                              COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                            FROM "reference_maf_ceiling" AS "t0"
                                          ) AS "t23"
                                            ON "t45"."_child" = "t23"."code"
                                            AND "t45"."reference_day" >= "t23"."first_day"
                                            AND "t45"."reference_day" <= "t23"."last_day"
                                        ) AS "t48"
                                      ) AS "t54"
                                      LEFT OUTER JOIN (
                                        SELECT
                                          "t58"."person_id",
                                          "t58"."year",
                                          TRUE AS "has_chronic_right"
                                        FROM (
                                          SELECT
                                            *
                                          FROM (
                                            SELECT
                                              "t56"."person_id",
                                              "t56"."year"
                                            FROM (
                                              SELECT
                                                "t55"."person_id",
                                                "t55"."year",
                                                COUNT(*) AS "years"
                                              FROM (
                                                SELECT
                                                  *
                                                FROM (
                                                  SELECT
                                                    "t50"."person_id",
                                                    CAST("t50"."year" + 1 AS INT) AS "year"
                                                  FROM "t49" AS "t50"
                                                  WHERE
                                                    "t50"."counted_cents" >= "t50"."ceiling_cents"
                                                ) AS "t52"
                                                UNION ALL
                                                SELECT
                                                  *
                                                FROM (
                                                  SELECT
                                                    "t50"."person_id",
                                                    CAST("t50"."year" + 2 AS INT) AS "year"
                                                  FROM "t49" AS "t50"
                                                  WHERE
                                                    "t50"."counted_cents" >= "t50"."ceiling_cents"
                                                ) AS "t53"
                                              ) AS "t55"
                                              GROUP BY
                                                1,
                                                2
                                            ) AS "t56"
                                            WHERE
                                              "t56"."years" = 2
                                          ) AS "t57"
                                          UNION
                                          SELECT
                                            *
                                          FROM (
                                            SELECT
                                              "t4"."person_id",
                                              "t4"."year"
                                            FROM "derived_person_year" AS "t4"
                                            WHERE
                                              "t4"."has_chronic_status"
                                          ) AS "t9"
                                        ) AS "t58"
                                      ) AS "t60"
                                        ON "t54"."person_id" = "t60"."person_id" AND "t54"."year" = "t60"."year"
                                    ) AS "t61"
                                  ) AS "t63"
                                  LEFT OUTER JOIN (
                                    SELECT
                                      "t0"."code",
                                      "t0"."ceiling_cents" AS "social_cents",
                                      COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                      COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                    FROM "reference_maf_ceiling" AS "t0"
                                  ) AS "t21"
                                    ON "t63"."_social" = "t21"."code"
                                    AND "t63"."reference_day" >= "t21"."first_day"
                                    AND "t63"."reference_day" <= "t21"."last_day"
                                  LEFT OUTER JOIN (
                                    SELECT
                                      "t0"."code",
                                      "t0"."ceiling_cents" AS "chronic_cents",
                                      COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                      COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                    FROM "reference_maf_ceiling" AS "t0"
                                  ) AS "t22"
                                    ON "t63"."_chronic" = "t22"."code"
                                    AND "t63"."reference_day" >= "t22"."first_day"
                                    AND "t63"."reference_day" <= "t22"."last_day"
                                ) AS "t64"
                              ) AS "t65"
                            ) AS "t66"
                          ) AS "t68"
                          LEFT OUTER JOIN "t40" AS "t43"
                            ON "t68"."person_id" = "t43"."person_id" AND "t68"."year" = "t43"."year"
                        ) AS "t69"
                      ) AS "t70"
                      WHERE
                        "t70"."_paid" > "t70"."_lowest"
                    ) AS "t72"
                      ON "t37"."person_id" = "t72"."person_id" AND "t37"."year" = "t72"."year"
                  ) AS "t73"
                ) AS "t74"
              ) AS "t75"
            ) AS "t76"
          ) AS "t77"
        ) AS "t78"
      ) AS "t79"
    ) AS "t80"
    GROUP BY
      1,
      2
  ) AS "t82"
    ON "t68"."person_id" = "t82"."person_id" AND "t68"."year" = "t82"."year"
) AS "t83"
