WITH "t46" AS (
  SELECT
    "t44"."person_id",
    "t44"."year",
    CAST(CAST(COALESCE(SUM("t44"."cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "counted_cents",
    CAST(CAST(COALESCE(SUM(CASE WHEN "t44"."cents" > 0 THEN "t44"."cents" ELSE NULL END), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "positive_cents"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t39"."person_id",
        "t39"."year",
        "t39"."cents",
        "t39"."service_day",
        "t39"."booking_month",
        "t39"."delivery_id",
        "t39"."line",
        'gz' AS "database"
      FROM (
        SELECT
          "t35"."service_day",
          "t35"."booking_month",
          "t35"."delivery_id",
          "t35"."line",
          "t35"."person_id",
          "t35"."institution_number",
          "t35"."code",
          "t35"."cents",
          "t35"."year",
          "t26"."stay_days",
          "t16"."person_id" AS "person_id_right",
          "t16"."admission_day",
          "t16"."discharge_day",
          "t16"."institution_number" AS "institution_number_right"
        FROM (
          SELECT
            "t1"."service_day",
            "t1"."booking_month",
            "t1"."delivery_id",
            "t1"."line",
            "t1"."person_id",
            "t1"."institution_number",
            "t1"."accounting_code" AS "code",
            "t1"."copayment_cents" AS "cents",
            EXTRACT(YEAR FROM "t1"."service_day") AS "year"
          FROM "core_care_line_net" AS "t1"
          WHERE
            "t1"."copayment_cents" <> 0
            AND EXTRACT(YEAR FROM "t1"."service_day") BETWEEN 2022 - 2 AND 2023
            AND "t1"."booking_month" <= (
              (
                EXTRACT(YEAR FROM "t1"."service_day") * 100
              ) + 112
            )
        ) AS "t35"
        INNER JOIN (
          SELECT
            "t3"."code",
            "t3"."stay_days",
            COALESCE("t3"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
            COALESCE("t3"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
          FROM "reference_maf_counted" AS "t3"
          WHERE
            "t3"."is_counted"
        ) AS "t26"
          ON "t35"."code" = "t26"."code"
          AND "t35"."service_day" >= "t26"."first_day"
          AND "t35"."service_day" <= "t26"."last_day"
        LEFT OUTER JOIN (
          SELECT
            "t4"."person_id",
            "t4"."admission_day",
            "t4"."discharge_day",
            "t4"."hospital_number" AS "institution_number"
          FROM "derived_stay" AS "t4"
          WHERE
            "t4"."is_psychiatric"
        ) AS "t16"
          ON "t35"."person_id" = "t16"."person_id"
          AND "t35"."institution_number" = "t16"."institution_number"
          AND DATE_DIFF('DAY', "t16"."admission_day", "t35"."service_day") >= CAST("t26"."stay_days" AS BIGINT)
          AND "t35"."service_day" <= "t16"."discharge_day"
      ) AS "t39"
      WHERE
        "t39"."admission_day" IS NULL
    ) AS "t43"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t38"."person_id",
        "t38"."year",
        "t38"."cents",
        "t38"."service_day",
        "t38"."booking_month",
        "t38"."delivery_id",
        "t38"."line",
        'fu' AS "database"
      FROM (
        SELECT
          "t36"."service_day",
          "t36"."booking_month",
          "t36"."delivery_id",
          "t36"."line",
          "t36"."person_id",
          "t36"."code",
          "t36"."cents",
          "t36"."year",
          "t26"."stay_days"
        FROM (
          SELECT
            "t2"."service_day",
            "t2"."booking_month",
            "t2"."delivery_id",
            "t2"."line",
            "t2"."person_id",
            "t2"."drug_category_code" AS "code",
            "t2"."copayment_cents" AS "cents",
            EXTRACT(YEAR FROM "t2"."service_day") AS "year"
          FROM "core_dispensing_net" AS "t2"
          WHERE
            "t2"."copayment_cents" <> 0
            AND EXTRACT(YEAR FROM "t2"."service_day") BETWEEN 2022 - 2 AND 2023
            AND "t2"."booking_month" <= (
              (
                EXTRACT(YEAR FROM "t2"."service_day") * 100
              ) + 112
            )
        ) AS "t36"
        INNER JOIN (
          SELECT
            "t3"."code",
            "t3"."stay_days",
            COALESCE("t3"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
            COALESCE("t3"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
          FROM "reference_maf_counted" AS "t3"
          WHERE
            "t3"."is_counted"
        ) AS "t26"
          ON "t36"."code" = "t26"."code"
          AND "t36"."service_day" >= "t26"."first_day"
          AND "t36"."service_day" <= "t26"."last_day"
      ) AS "t38"
    ) AS "t40"
  ) AS "t44"
  GROUP BY
    1,
    2
), "t53" AS (
  SELECT
    "t50"."person_id",
    "t50"."year",
    "t50"."counted_cents",
    "t50"."positive_cents",
    "t50"."_code",
    "t50"."_day",
    "t25"."ceiling_cents"
  FROM (
    SELECT
      "t47"."person_id",
      "t47"."year",
      "t47"."counted_cents",
      "t47"."positive_cents",
      'chronic_test' AS "_code",
      MAKE_DATE("t47"."year", 1, 1) AS "_day"
    FROM "t46" AS "t47"
  ) AS "t50"
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
    ON "t50"."_code" = "t25"."code"
    AND "t50"."_day" >= "t25"."first_day"
    AND "t50"."_day" <= "t25"."last_day"
)
SELECT
  *
FROM (
  SELECT
    "t76"."person_id",
    "t76"."year",
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
    COALESCE("t48"."counted_cents", 0) AS "counted_cents",
    COALESCE("t48"."positive_cents", 0) AS "positive_cents"
  FROM (
    SELECT
      "t74"."person_id",
      "t74"."year",
      "t74"."household_head_id",
      "t74"."right",
      "t74"."is_social",
      "t74"."is_child",
      "t74"."has_chronic_right",
      "t74"."maf_type",
      (
        "t74"."_reduction" > 0
      ) AND (
        "t74"."maf_type" <> 'none'
      ) AS "has_chronic_reduction",
      CASE
        WHEN NOT CASE "t74"."maf_type"
          WHEN 'income'
          THEN "t74"."_income"
          WHEN 'social'
          THEN CASE
            WHEN COALESCE("t74"."_highest" < "t74"."social_cents", FALSE)
            THEN "t74"."_highest"
            ELSE "t74"."social_cents"
          END
          ELSE NULL
        END IS NULL
        THEN GREATEST(
          CASE "t74"."maf_type"
            WHEN 'income'
            THEN "t74"."_income"
            WHEN 'social'
            THEN CASE
              WHEN COALESCE("t74"."_highest" < "t74"."social_cents", FALSE)
              THEN "t74"."_highest"
              ELSE "t74"."social_cents"
            END
            ELSE NULL
          END - "t74"."_reduction",
          0
        )
        ELSE CAST(NULL AS BIGINT)
      END AS "ceiling_cents",
      CASE
        WHEN NOT CASE
          WHEN (
            "t74"."maf_type" = 'income'
          ) AND "t74"."_has_social"
          THEN "t74"."social_cents"
          ELSE CAST(NULL AS BIGINT)
        END IS NULL
        THEN GREATEST(
          CASE
            WHEN (
              "t74"."maf_type" = 'income'
            ) AND "t74"."_has_social"
            THEN "t74"."social_cents"
            ELSE CAST(NULL AS BIGINT)
          END - "t74"."_reduction",
          0
        )
        ELSE CAST(NULL AS BIGINT)
      END AS "social_ceiling_cents",
      CASE
        WHEN NOT "t74"."child_cents" IS NULL
        THEN GREATEST("t74"."child_cents" - "t74"."_reduction", 0)
        ELSE CAST(NULL AS BIGINT)
      END AS "own_ceiling_cents"
    FROM (
      SELECT
        "t73"."person_id",
        "t73"."year",
        "t73"."household_head_id",
        "t73"."reference_day",
        "t73"."right",
        "t73"."is_social",
        "t73"."is_child",
        "t73"."category_cents",
        "t73"."child_cents",
        "t73"."has_chronic_right",
        "t73"."_social",
        "t73"."_chronic",
        "t73"."social_cents",
        "t73"."chronic_cents",
        "t73"."_has_income",
        "t73"."_has_social",
        "t73"."_is_chronic",
        "t73"."_income",
        "t73"."_highest",
        CASE
          WHEN "t73"."_has_income"
          THEN 'income'
          WHEN "t73"."_has_social"
          THEN 'social'
          ELSE 'none'
        END AS "maf_type",
        COALESCE(
          CASE
            WHEN "t73"."_is_chronic"
            THEN "t73"."chronic_cents"
            ELSE CAST(NULL AS BIGINT)
          END,
          0
        ) AS "_reduction"
      FROM (
        SELECT
          "t72"."person_id",
          "t72"."year",
          "t72"."household_head_id",
          "t72"."reference_day",
          "t72"."right",
          "t72"."is_social",
          "t72"."is_child",
          "t72"."category_cents",
          "t72"."child_cents",
          "t72"."has_chronic_right",
          "t72"."_social",
          "t72"."_chronic",
          "t72"."social_cents",
          "t72"."chronic_cents",
          BOOL_OR(
            CAST("t72"."right" IN ('income', 'mixed') AND NOT (
              "t72"."is_social"
            ) AS BOOLEAN)
          ) OVER (
            PARTITION BY "t72"."household_head_id", "t72"."year"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_has_income",
          BOOL_OR(CAST("t72"."is_social" AS BOOLEAN)) OVER (
            PARTITION BY "t72"."household_head_id", "t72"."year"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_has_social",
          BOOL_OR(CAST("t72"."has_chronic_right" AS BOOLEAN)) OVER (
            PARTITION BY "t72"."household_head_id", "t72"."year"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_is_chronic",
          MAX(
            CASE
              WHEN "t72"."right" IN ('income', 'mixed') AND NOT (
                "t72"."is_social"
              )
              THEN "t72"."category_cents"
              ELSE CAST(NULL AS BIGINT)
            END
          ) OVER (
            PARTITION BY "t72"."household_head_id", "t72"."year"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_income",
          MAX("t72"."category_cents") OVER (
            PARTITION BY "t72"."household_head_id", "t72"."year"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_highest"
        FROM (
          SELECT
            "t71"."person_id",
            "t71"."year",
            "t71"."household_head_id",
            "t71"."reference_day",
            "t71"."right",
            "t71"."is_social",
            "t71"."is_child",
            "t71"."category_cents",
            "t71"."child_cents",
            "t71"."has_chronic_right",
            "t71"."_social",
            "t71"."_chronic",
            "t21"."social_cents",
            "t22"."chronic_cents"
          FROM (
            SELECT
              "t69"."person_id",
              "t69"."year",
              "t69"."household_head_id",
              "t69"."reference_day",
              "t69"."right",
              "t69"."is_social",
              "t69"."is_child",
              "t69"."category_cents",
              "t69"."child_cents",
              "t69"."has_chronic_right",
              'social' AS "_social",
              'chronic' AS "_chronic"
            FROM (
              SELECT
                "t68"."person_id",
                "t68"."year",
                "t68"."household_head_id",
                "t68"."reference_day",
                "t68"."right",
                "t68"."is_social",
                "t68"."is_child",
                "t68"."category_cents",
                "t68"."child_cents",
                COALESCE("t66"."has_chronic_right", FALSE) AS "has_chronic_right"
              FROM (
                SELECT
                  "t62"."person_id",
                  "t62"."year",
                  "t62"."household_head_id",
                  "t62"."reference_day",
                  "t62"."right",
                  "t62"."is_social",
                  COALESCE("t62"."age" < CAST("t62"."younger_than" AS INT), FALSE) AS "is_child",
                  "t62"."ceiling_cents" AS "category_cents",
                  CASE
                    WHEN COALESCE("t62"."age" < CAST("t62"."younger_than" AS INT), FALSE)
                    THEN "t62"."child_cents"
                    ELSE CAST(NULL AS BIGINT)
                  END AS "child_cents"
                FROM (
                  SELECT
                    "t60"."person_id",
                    "t60"."year",
                    "t60"."reference_day",
                    "t60"."state",
                    "t60"."birth_year",
                    "t60"."age",
                    "t60"."sex",
                    "t60"."municipality_code",
                    "t60"."arrondissement_code",
                    "t60"."province_code",
                    "t60"."region_code",
                    "t60"."cg1",
                    "t60"."cg2",
                    "t60"."is_increased_reimbursement",
                    "t60"."social_state",
                    "t60"."is_deceased",
                    "t60"."disability_origin",
                    "t60"."has_nursing_b",
                    "t60"."has_nursing_c",
                    "t60"."has_physiotherapy_e",
                    "t60"."has_increased_child_allowance",
                    "t60"."has_integration_allowance",
                    "t60"."has_elderly_allowance",
                    "t60"."has_third_party_help_old_1",
                    "t60"."has_third_party_help_old_2",
                    "t60"."has_third_party_help",
                    "t60"."has_120_hospital_days",
                    "t60"."has_6_admissions",
                    "t60"."unemployment_days",
                    "t60"."incapacity_days",
                    "t60"."invalidity_days",
                    "t60"."household_head_id",
                    "t60"."maf_household_right",
                    "t60"."maf_household_category",
                    "t60"."maf_individual_right",
                    "t60"."has_maf_household_refund",
                    "t60"."has_maf_individual_refund",
                    "t60"."maf_start_day",
                    "t60"."is_mixed_household",
                    "t60"."household_type",
                    "t60"."has_guaranteed_income",
                    "t60"."has_elderly_income_guarantee",
                    "t60"."has_subsistence_income",
                    "t60"."has_disability_allowance",
                    "t60"."has_long_unemployment",
                    "t60"."has_social_welfare",
                    "t60"."january_head_id",
                    "t60"."right",
                    "t60"."category",
                    "t60"."individual",
                    "t60"."is_social",
                    "t60"."ceiling_cents",
                    "t60"."_child",
                    "t23"."child_cents",
                    "t23"."younger_than"
                  FROM (
                    SELECT
                      "t55"."person_id",
                      "t55"."year",
                      "t55"."reference_day",
                      "t55"."state",
                      "t55"."birth_year",
                      "t55"."age",
                      "t55"."sex",
                      "t55"."municipality_code",
                      "t55"."arrondissement_code",
                      "t55"."province_code",
                      "t55"."region_code",
                      "t55"."cg1",
                      "t55"."cg2",
                      "t55"."is_increased_reimbursement",
                      "t55"."social_state",
                      "t55"."is_deceased",
                      "t55"."disability_origin",
                      "t55"."has_nursing_b",
                      "t55"."has_nursing_c",
                      "t55"."has_physiotherapy_e",
                      "t55"."has_increased_child_allowance",
                      "t55"."has_integration_allowance",
                      "t55"."has_elderly_allowance",
                      "t55"."has_third_party_help_old_1",
                      "t55"."has_third_party_help_old_2",
                      "t55"."has_third_party_help",
                      "t55"."has_120_hospital_days",
                      "t55"."has_6_admissions",
                      "t55"."unemployment_days",
                      "t55"."incapacity_days",
                      "t55"."invalidity_days",
                      "t55"."household_head_id",
                      "t55"."maf_household_right",
                      "t55"."maf_household_category",
                      "t55"."maf_individual_right",
                      "t55"."has_maf_household_refund",
                      "t55"."has_maf_individual_refund",
                      "t55"."maf_start_day",
                      "t55"."is_mixed_household",
                      "t55"."household_type",
                      "t55"."has_guaranteed_income",
                      "t55"."has_elderly_income_guarantee",
                      "t55"."has_subsistence_income",
                      "t55"."has_disability_allowance",
                      "t55"."has_long_unemployment",
                      "t55"."has_social_welfare",
                      "t55"."january_head_id",
                      "t55"."right",
                      "t55"."category",
                      "t55"."individual",
                      "t55"."is_social",
                      "t55"."ceiling_cents",
                      'child' AS "_child"
                    FROM (
                      SELECT
                        "t52"."person_id",
                        "t52"."year",
                        "t52"."reference_day",
                        "t52"."state",
                        "t52"."birth_year",
                        "t52"."age",
                        "t52"."sex",
                        "t52"."municipality_code",
                        "t52"."arrondissement_code",
                        "t52"."province_code",
                        "t52"."region_code",
                        "t52"."cg1",
                        "t52"."cg2",
                        "t52"."is_increased_reimbursement",
                        "t52"."social_state",
                        "t52"."is_deceased",
                        "t52"."disability_origin",
                        "t52"."has_nursing_b",
                        "t52"."has_nursing_c",
                        "t52"."has_physiotherapy_e",
                        "t52"."has_increased_child_allowance",
                        "t52"."has_integration_allowance",
                        "t52"."has_elderly_allowance",
                        "t52"."has_third_party_help_old_1",
                        "t52"."has_third_party_help_old_2",
                        "t52"."has_third_party_help",
                        "t52"."has_120_hospital_days",
                        "t52"."has_6_admissions",
                        "t52"."unemployment_days",
                        "t52"."incapacity_days",
                        "t52"."invalidity_days",
                        "t52"."household_head_id",
                        "t52"."maf_household_right",
                        "t52"."maf_household_category",
                        "t52"."maf_individual_right",
                        "t52"."has_maf_household_refund",
                        "t52"."has_maf_individual_refund",
                        "t52"."maf_start_day",
                        "t52"."is_mixed_household",
                        "t52"."household_type",
                        "t52"."has_guaranteed_income",
                        "t52"."has_elderly_income_guarantee",
                        "t52"."has_subsistence_income",
                        "t52"."has_disability_allowance",
                        "t52"."has_long_unemployment",
                        "t52"."has_social_welfare",
                        "t52"."january_head_id",
                        "t52"."right",
                        "t52"."category",
                        "t52"."individual",
                        "t52"."is_social",
                        "t24"."ceiling_cents"
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
                          "t45"."january_head_id",
                          COALESCE("t45"."right", 'none') AS "right",
                          "t45"."category",
                          "t45"."individual",
                          COALESCE(
                            (
                              COALESCE("t45"."right", 'none') = 'social'
                            )
                            OR (
                              (
                                COALESCE("t45"."right", 'none') = 'mixed'
                              )
                              AND (
                                (
                                  "t45"."individual" = 'social'
                                )
                                OR "t45"."has_guaranteed_income"
                                OR "t45"."has_elderly_income_guarantee"
                                OR "t45"."has_subsistence_income"
                                OR "t45"."has_disability_allowance"
                                OR "t45"."has_long_unemployment"
                                OR "t45"."has_social_welfare"
                              )
                            ),
                            FALSE
                          ) AS "is_social"
                        FROM (
                          SELECT
                            "t42"."person_id",
                            "t42"."year",
                            "t42"."reference_day",
                            "t42"."state",
                            "t42"."birth_year",
                            "t42"."age",
                            "t42"."sex",
                            "t42"."municipality_code",
                            "t42"."arrondissement_code",
                            "t42"."province_code",
                            "t42"."region_code",
                            "t42"."cg1",
                            "t42"."cg2",
                            "t42"."is_increased_reimbursement",
                            "t42"."social_state",
                            "t42"."is_deceased",
                            "t42"."disability_origin",
                            "t42"."has_nursing_b",
                            "t42"."has_nursing_c",
                            "t42"."has_physiotherapy_e",
                            "t42"."has_increased_child_allowance",
                            "t42"."has_integration_allowance",
                            "t42"."has_elderly_allowance",
                            "t42"."has_third_party_help_old_1",
                            "t42"."has_third_party_help_old_2",
                            "t42"."has_third_party_help",
                            "t42"."has_120_hospital_days",
                            "t42"."has_6_admissions",
                            "t42"."unemployment_days",
                            "t42"."incapacity_days",
                            "t42"."invalidity_days",
                            "t42"."household_head_id",
                            "t42"."maf_household_right",
                            "t42"."maf_household_category",
                            "t42"."maf_individual_right",
                            "t42"."has_maf_household_refund",
                            "t42"."has_maf_individual_refund",
                            "t42"."maf_start_day",
                            "t42"."is_mixed_household",
                            "t42"."household_type",
                            "t42"."has_guaranteed_income",
                            "t42"."has_elderly_income_guarantee",
                            "t42"."has_subsistence_income",
                            "t42"."has_disability_allowance",
                            "t42"."has_long_unemployment",
                            "t42"."has_social_welfare",
                            "t42"."january_head_id",
                            "t27"."right",
                            "t28"."category",
                            "t29"."individual"
                          FROM (
                            SELECT
                              "t37"."person_id",
                              "t37"."year",
                              "t37"."reference_day",
                              "t37"."state",
                              "t37"."birth_year",
                              "t37"."age",
                              "t37"."sex",
                              "t37"."municipality_code",
                              "t37"."arrondissement_code",
                              "t37"."province_code",
                              "t37"."region_code",
                              "t37"."cg1",
                              "t37"."cg2",
                              "t37"."is_increased_reimbursement",
                              "t37"."social_state",
                              "t37"."is_deceased",
                              "t37"."disability_origin",
                              "t37"."has_nursing_b",
                              "t37"."has_nursing_c",
                              "t37"."has_physiotherapy_e",
                              "t37"."has_increased_child_allowance",
                              "t37"."has_integration_allowance",
                              "t37"."has_elderly_allowance",
                              "t37"."has_third_party_help_old_1",
                              "t37"."has_third_party_help_old_2",
                              "t37"."has_third_party_help",
                              "t37"."has_120_hospital_days",
                              "t37"."has_6_admissions",
                              "t37"."unemployment_days",
                              "t37"."incapacity_days",
                              "t37"."invalidity_days",
                              COALESCE("t37"."january_head_id", "t37"."household_head_id", "t37"."person_id") AS "household_head_id",
                              "t37"."maf_household_right",
                              COALESCE("t37"."maf_household_category", '0') AS "maf_household_category",
                              "t37"."maf_individual_right",
                              "t37"."has_maf_household_refund",
                              "t37"."has_maf_individual_refund",
                              "t37"."maf_start_day",
                              "t37"."is_mixed_household",
                              "t37"."household_type",
                              "t37"."has_guaranteed_income",
                              "t37"."has_elderly_income_guarantee",
                              "t37"."has_subsistence_income",
                              "t37"."has_disability_allowance",
                              "t37"."has_long_unemployment",
                              "t37"."has_social_welfare",
                              "t37"."january_head_id"
                            FROM (
                              SELECT
                                "t30"."person_id",
                                "t30"."year",
                                "t30"."reference_day",
                                "t30"."state",
                                "t30"."birth_year",
                                "t30"."age",
                                "t30"."sex",
                                "t30"."municipality_code",
                                "t30"."arrondissement_code",
                                "t30"."province_code",
                                "t30"."region_code",
                                "t30"."cg1",
                                "t30"."cg2",
                                "t30"."is_increased_reimbursement",
                                "t30"."social_state",
                                "t30"."is_deceased",
                                "t30"."disability_origin",
                                "t30"."has_nursing_b",
                                "t30"."has_nursing_c",
                                "t30"."has_physiotherapy_e",
                                "t30"."has_increased_child_allowance",
                                "t30"."has_integration_allowance",
                                "t30"."has_elderly_allowance",
                                "t30"."has_third_party_help_old_1",
                                "t30"."has_third_party_help_old_2",
                                "t30"."has_third_party_help",
                                "t30"."has_120_hospital_days",
                                "t30"."has_6_admissions",
                                "t30"."unemployment_days",
                                "t30"."incapacity_days",
                                "t30"."invalidity_days",
                                "t30"."household_head_id",
                                "t30"."maf_household_right",
                                "t30"."maf_household_category",
                                "t30"."maf_individual_right",
                                "t30"."has_maf_household_refund",
                                "t30"."has_maf_individual_refund",
                                "t30"."maf_start_day",
                                "t30"."is_mixed_household",
                                "t30"."household_type",
                                "t30"."has_guaranteed_income",
                                "t30"."has_elderly_income_guarantee",
                                "t30"."has_subsistence_income",
                                "t30"."has_disability_allowance",
                                "t30"."has_long_unemployment",
                                "t30"."has_social_welfare",
                                "t34"."january_head_id"
                              FROM (
                                SELECT
                                  *
                                FROM "derived_population_year" AS "t7"
                                WHERE
                                  "t7"."year" BETWEEN 2022 AND 2023
                              ) AS "t30"
                              LEFT OUTER JOIN (
                                SELECT
                                  "t7"."person_id",
                                  COALESCE("t7"."household_head_id", "t7"."person_id") AS "january_head_id",
                                  CAST(CAST("t7"."year" AS BIGINT) + 1 AS INT) AS "year"
                                FROM "derived_population_year" AS "t7"
                                WHERE
                                  EXTRACT(MONTH FROM "t7"."reference_day") = 12
                              ) AS "t34"
                                ON "t30"."person_id" = "t34"."person_id" AND "t30"."year" = "t34"."year"
                            ) AS "t37"
                          ) AS "t42"
                          LEFT OUTER JOIN (
                            SELECT
                              "t6"."value" AS "code",
                              "t6"."gives" AS "right",
                              COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                              COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                            FROM "reference_maf_rule" AS "t6"
                            WHERE
                              "t6"."field" = 'right'
                          ) AS "t27"
                            ON "t42"."maf_household_right" = "t27"."code"
                            AND "t42"."reference_day" >= "t27"."first_day"
                            AND "t42"."reference_day" <= "t27"."last_day"
                          LEFT OUTER JOIN (
                            SELECT
                              "t6"."value" AS "code",
                              "t6"."gives" AS "category",
                              COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                              COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                            FROM "reference_maf_rule" AS "t6"
                            WHERE
                              "t6"."field" = 'category'
                          ) AS "t28"
                            ON "t42"."maf_household_category" = "t28"."code"
                            AND "t42"."reference_day" >= "t28"."first_day"
                            AND "t42"."reference_day" <= "t28"."last_day"
                          LEFT OUTER JOIN (
                            SELECT
                              "t6"."value" AS "code",
                              "t6"."gives" AS "individual",
                              COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                              COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                            FROM "reference_maf_rule" AS "t6"
                            WHERE
                              "t6"."field" = 'individual'
                          ) AS "t29"
                            ON "t42"."maf_individual_right" = "t29"."code"
                            AND "t42"."reference_day" >= "t29"."first_day"
                            AND "t42"."reference_day" <= "t29"."last_day"
                        ) AS "t45"
                      ) AS "t52"
                      LEFT OUTER JOIN (
                        SELECT
                          "t0"."code",
                          "t0"."ceiling_cents",
                          COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                          COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                        FROM "reference_maf_ceiling" AS "t0"
                      ) AS "t24"
                        ON "t52"."category" = "t24"."code"
                        AND "t52"."reference_day" >= "t24"."first_day"
                        AND "t52"."reference_day" <= "t24"."last_day"
                    ) AS "t55"
                  ) AS "t60"
                  LEFT OUTER JOIN (
                    SELECT
                      "t0"."code",
                      "t0"."ceiling_cents" AS "child_cents",
                      "t0"."younger_than",
                      COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                      COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                    FROM "reference_maf_ceiling" AS "t0"
                  ) AS "t23"
                    ON "t60"."_child" = "t23"."code"
                    AND "t60"."reference_day" >= "t23"."first_day"
                    AND "t60"."reference_day" <= "t23"."last_day"
                ) AS "t62"
              ) AS "t68"
              LEFT OUTER JOIN (
                SELECT
                  "t64"."person_id",
                  "t64"."year",
                  TRUE AS "has_chronic_right"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t61"."person_id",
                      "t61"."year"
                    FROM (
                      SELECT
                        "t59"."person_id",
                        "t59"."year",
                        COUNT(*) AS "years"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t54"."person_id",
                            CAST("t54"."year" + 1 AS INT) AS "year"
                          FROM "t53" AS "t54"
                          WHERE
                            "t54"."counted_cents" >= "t54"."ceiling_cents"
                        ) AS "t56"
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t54"."person_id",
                            CAST("t54"."year" + 2 AS INT) AS "year"
                          FROM "t53" AS "t54"
                          WHERE
                            "t54"."counted_cents" >= "t54"."ceiling_cents"
                        ) AS "t57"
                      ) AS "t59"
                      GROUP BY
                        1,
                        2
                    ) AS "t61"
                    WHERE
                      "t61"."years" = 2
                  ) AS "t63"
                  UNION
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t5"."person_id",
                      "t5"."year"
                    FROM "derived_person_year" AS "t5"
                    WHERE
                      "t5"."has_chronic_status"
                  ) AS "t9"
                ) AS "t64"
              ) AS "t66"
                ON "t68"."person_id" = "t66"."person_id" AND "t68"."year" = "t66"."year"
            ) AS "t69"
          ) AS "t71"
          LEFT OUTER JOIN (
            SELECT
              "t0"."code",
              "t0"."ceiling_cents" AS "social_cents",
              COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
              COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
            FROM "reference_maf_ceiling" AS "t0"
          ) AS "t21"
            ON "t71"."_social" = "t21"."code"
            AND "t71"."reference_day" >= "t21"."first_day"
            AND "t71"."reference_day" <= "t21"."last_day"
          LEFT OUTER JOIN (
            SELECT
              "t0"."code",
              "t0"."ceiling_cents" AS "chronic_cents",
              COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
              COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
            FROM "reference_maf_ceiling" AS "t0"
          ) AS "t22"
            ON "t71"."_chronic" = "t22"."code"
            AND "t71"."reference_day" >= "t22"."first_day"
            AND "t71"."reference_day" <= "t22"."last_day"
        ) AS "t72"
      ) AS "t73"
    ) AS "t74"
  ) AS "t76"
  LEFT OUTER JOIN "t46" AS "t48"
    ON "t76"."person_id" = "t48"."person_id" AND "t76"."year" = "t48"."year"
) AS "t77"
