SELECT
  "t43"."household_head_id",
  "t43"."year",
  "t43"."maf_type",
  "t43"."ceiling_cents",
  "t43"."social_ceiling_cents",
  "t43"."has_chronic_reduction",
  "t43"."members",
  "t43"."counted_cents",
  "t43"."repaid_cents",
  NOT "t43"."reached_day" IS NULL AS "is_reached",
  "t43"."reached_day"
FROM (
  SELECT
    "t25"."household_head_id",
    "t25"."year",
    "t25"."members",
    "t25"."counted_cents",
    "t25"."repaid_cents",
    "t25"."reached_day",
    "t42"."maf_type",
    "t42"."ceiling_cents",
    "t42"."social_ceiling_cents",
    "t42"."has_chronic_reduction"
  FROM (
    SELECT
      "t4"."household_head_id",
      "t4"."year",
      COUNT(*) AS "members",
      CAST(CAST(COALESCE(SUM("t4"."counted_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "counted_cents",
      CAST(CAST(COALESCE(SUM("t4"."repaid_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "repaid_cents",
      MIN("t4"."reached_day") AS "reached_day"
    FROM (
      SELECT
        *
      FROM "derived_maf_person" AS "t0"
      WHERE
        "t0"."year" BETWEEN 2022 AND 2023
    ) AS "t4"
    GROUP BY
      1,
      2
  ) AS "t25"
  INNER JOIN (
    SELECT
      "t40"."household_head_id",
      "t40"."year",
      MAX("t40"."maf_type") AS "maf_type",
      MAX("t40"."ceiling_cents") AS "ceiling_cents",
      MAX("t40"."social_ceiling_cents") AS "social_ceiling_cents",
      BOOL_OR(CAST("t40"."has_chronic_reduction" AS BOOLEAN)) AS "has_chronic_reduction"
    FROM (
      SELECT
        "t39"."person_id",
        "t39"."year",
        "t39"."household_head_id",
        "t39"."right",
        "t39"."is_social",
        "t39"."is_child",
        "t39"."has_chronic_right",
        "t39"."maf_type",
        (
          "t39"."_reduction" > 0
        ) AND (
          "t39"."maf_type" <> 'none'
        ) AS "has_chronic_reduction",
        CASE
          WHEN NOT CASE "t39"."maf_type"
            WHEN 'income'
            THEN "t39"."_income"
            WHEN 'social'
            THEN "t39"."social_cents"
            ELSE NULL
          END IS NULL
          THEN GREATEST(
            CASE "t39"."maf_type"
              WHEN 'income'
              THEN "t39"."_income"
              WHEN 'social'
              THEN "t39"."social_cents"
              ELSE NULL
            END - "t39"."_reduction",
            0
          )
          ELSE CAST(NULL AS BIGINT)
        END AS "ceiling_cents",
        CASE
          WHEN NOT CASE
            WHEN (
              "t39"."maf_type" = 'income'
            ) AND "t39"."_has_social"
            THEN "t39"."social_cents"
            ELSE CAST(NULL AS BIGINT)
          END IS NULL
          THEN GREATEST(
            CASE
              WHEN (
                "t39"."maf_type" = 'income'
              ) AND "t39"."_has_social"
              THEN "t39"."social_cents"
              ELSE CAST(NULL AS BIGINT)
            END - "t39"."_reduction",
            0
          )
          ELSE CAST(NULL AS BIGINT)
        END AS "social_ceiling_cents",
        CASE
          WHEN NOT "t39"."child_cents" IS NULL
          THEN GREATEST("t39"."child_cents" - "t39"."_reduction", 0)
          ELSE CAST(NULL AS BIGINT)
        END AS "own_ceiling_cents"
      FROM (
        SELECT
          "t38"."person_id",
          "t38"."year",
          "t38"."household_head_id",
          "t38"."reference_day",
          "t38"."right",
          "t38"."is_social",
          "t38"."is_child",
          "t38"."income_cents",
          "t38"."child_cents",
          "t38"."has_chronic_right",
          "t38"."_social",
          "t38"."_chronic",
          "t38"."social_cents",
          "t38"."chronic_cents",
          "t38"."_has_income",
          "t38"."_has_social",
          "t38"."_is_chronic",
          "t38"."_income",
          CASE
            WHEN "t38"."_has_income"
            THEN 'income'
            WHEN "t38"."_has_social"
            THEN 'social'
            ELSE 'none'
          END AS "maf_type",
          COALESCE(
            CASE
              WHEN "t38"."_is_chronic"
              THEN "t38"."chronic_cents"
              ELSE CAST(NULL AS BIGINT)
            END,
            0
          ) AS "_reduction"
        FROM (
          SELECT
            "t37"."person_id",
            "t37"."year",
            "t37"."household_head_id",
            "t37"."reference_day",
            "t37"."right",
            "t37"."is_social",
            "t37"."is_child",
            "t37"."income_cents",
            "t37"."child_cents",
            "t37"."has_chronic_right",
            "t37"."_social",
            "t37"."_chronic",
            "t37"."social_cents",
            "t37"."chronic_cents",
            BOOL_OR(
              CAST("t37"."right" IN ('income', 'mixed') AND NOT (
                "t37"."is_social"
              ) AS BOOLEAN)
            ) OVER (
              PARTITION BY "t37"."household_head_id", "t37"."year"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "_has_income",
            BOOL_OR(CAST("t37"."is_social" AS BOOLEAN)) OVER (
              PARTITION BY "t37"."household_head_id", "t37"."year"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "_has_social",
            BOOL_OR(CAST("t37"."has_chronic_right" AS BOOLEAN)) OVER (
              PARTITION BY "t37"."household_head_id", "t37"."year"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "_is_chronic",
            MAX("t37"."income_cents") OVER (
              PARTITION BY "t37"."household_head_id", "t37"."year"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "_income"
          FROM (
            SELECT
              "t36"."person_id",
              "t36"."year",
              "t36"."household_head_id",
              "t36"."reference_day",
              "t36"."right",
              "t36"."is_social",
              "t36"."is_child",
              "t36"."income_cents",
              "t36"."child_cents",
              "t36"."has_chronic_right",
              "t36"."_social",
              "t36"."_chronic",
              "t15"."social_cents",
              "t16"."chronic_cents"
            FROM (
              SELECT
                "t34"."person_id",
                "t34"."year",
                "t34"."household_head_id",
                "t34"."reference_day",
                "t34"."right",
                "t34"."is_social",
                "t34"."is_child",
                "t34"."income_cents",
                "t34"."child_cents",
                "t34"."has_chronic_right",
                'social' AS "_social",
                'chronic' AS "_chronic"
              FROM (
                SELECT
                  "t33"."person_id",
                  "t33"."year",
                  "t33"."household_head_id",
                  "t33"."reference_day",
                  "t33"."right",
                  "t33"."is_social",
                  "t33"."is_child",
                  "t33"."income_cents",
                  "t33"."child_cents",
                  COALESCE("t14"."has_chronic_right", FALSE) AS "has_chronic_right"
                FROM (
                  SELECT
                    "t31"."person_id",
                    "t31"."year",
                    "t31"."household_head_id",
                    "t31"."reference_day",
                    "t31"."right",
                    "t31"."is_social",
                    COALESCE("t31"."age" < CAST("t31"."younger_than" AS INT), FALSE) AS "is_child",
                    CASE
                      WHEN "t31"."right" IN ('income', 'mixed') AND NOT (
                        "t31"."is_social"
                      )
                      THEN "t31"."ceiling_cents"
                      ELSE CAST(NULL AS BIGINT)
                    END AS "income_cents",
                    CASE
                      WHEN COALESCE("t31"."age" < CAST("t31"."younger_than" AS INT), FALSE)
                      THEN "t31"."child_cents"
                      ELSE CAST(NULL AS BIGINT)
                    END AS "child_cents"
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
                      "t30"."right",
                      "t30"."category",
                      "t30"."individual",
                      "t30"."is_social",
                      "t30"."ceiling_cents",
                      "t30"."_child",
                      "t17"."child_cents",
                      "t17"."younger_than"
                    FROM (
                      SELECT
                        "t28"."person_id",
                        "t28"."year",
                        "t28"."reference_day",
                        "t28"."state",
                        "t28"."birth_year",
                        "t28"."age",
                        "t28"."sex",
                        "t28"."municipality_code",
                        "t28"."arrondissement_code",
                        "t28"."province_code",
                        "t28"."region_code",
                        "t28"."cg1",
                        "t28"."cg2",
                        "t28"."is_increased_reimbursement",
                        "t28"."social_state",
                        "t28"."is_deceased",
                        "t28"."disability_origin",
                        "t28"."has_nursing_b",
                        "t28"."has_nursing_c",
                        "t28"."has_physiotherapy_e",
                        "t28"."has_increased_child_allowance",
                        "t28"."has_integration_allowance",
                        "t28"."has_elderly_allowance",
                        "t28"."has_third_party_help_old_1",
                        "t28"."has_third_party_help_old_2",
                        "t28"."has_third_party_help",
                        "t28"."has_120_hospital_days",
                        "t28"."has_6_admissions",
                        "t28"."unemployment_days",
                        "t28"."incapacity_days",
                        "t28"."invalidity_days",
                        "t28"."household_head_id",
                        "t28"."maf_household_right",
                        "t28"."maf_household_category",
                        "t28"."maf_individual_right",
                        "t28"."has_maf_household_refund",
                        "t28"."has_maf_individual_refund",
                        "t28"."maf_start_day",
                        "t28"."is_mixed_household",
                        "t28"."household_type",
                        "t28"."has_guaranteed_income",
                        "t28"."has_elderly_income_guarantee",
                        "t28"."has_subsistence_income",
                        "t28"."has_disability_allowance",
                        "t28"."has_long_unemployment",
                        "t28"."has_social_welfare",
                        "t28"."right",
                        "t28"."category",
                        "t28"."individual",
                        "t28"."is_social",
                        "t28"."ceiling_cents",
                        'child' AS "_child"
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
                          "t27"."right",
                          "t27"."category",
                          "t27"."individual",
                          "t27"."is_social",
                          "t18"."ceiling_cents"
                        FROM (
                          SELECT
                            "t23"."person_id",
                            "t23"."year",
                            "t23"."reference_day",
                            "t23"."state",
                            "t23"."birth_year",
                            "t23"."age",
                            "t23"."sex",
                            "t23"."municipality_code",
                            "t23"."arrondissement_code",
                            "t23"."province_code",
                            "t23"."region_code",
                            "t23"."cg1",
                            "t23"."cg2",
                            "t23"."is_increased_reimbursement",
                            "t23"."social_state",
                            "t23"."is_deceased",
                            "t23"."disability_origin",
                            "t23"."has_nursing_b",
                            "t23"."has_nursing_c",
                            "t23"."has_physiotherapy_e",
                            "t23"."has_increased_child_allowance",
                            "t23"."has_integration_allowance",
                            "t23"."has_elderly_allowance",
                            "t23"."has_third_party_help_old_1",
                            "t23"."has_third_party_help_old_2",
                            "t23"."has_third_party_help",
                            "t23"."has_120_hospital_days",
                            "t23"."has_6_admissions",
                            "t23"."unemployment_days",
                            "t23"."incapacity_days",
                            "t23"."invalidity_days",
                            "t23"."household_head_id",
                            "t23"."maf_household_right",
                            "t23"."maf_household_category",
                            "t23"."maf_individual_right",
                            "t23"."has_maf_household_refund",
                            "t23"."has_maf_individual_refund",
                            "t23"."maf_start_day",
                            "t23"."is_mixed_household",
                            "t23"."household_type",
                            "t23"."has_guaranteed_income",
                            "t23"."has_elderly_income_guarantee",
                            "t23"."has_subsistence_income",
                            "t23"."has_disability_allowance",
                            "t23"."has_long_unemployment",
                            "t23"."has_social_welfare",
                            COALESCE("t23"."right", 'none') AS "right",
                            "t23"."category",
                            "t23"."individual",
                            COALESCE(
                              (
                                COALESCE("t23"."right", 'none') = 'social'
                              )
                              OR (
                                (
                                  COALESCE("t23"."right", 'none') = 'mixed'
                                )
                                AND (
                                  (
                                    "t23"."individual" = 'social'
                                  )
                                  OR "t23"."has_guaranteed_income"
                                  OR "t23"."has_elderly_income_guarantee"
                                  OR "t23"."has_subsistence_income"
                                  OR "t23"."has_disability_allowance"
                                  OR "t23"."has_long_unemployment"
                                  OR "t23"."has_social_welfare"
                                )
                              ),
                              FALSE
                            ) AS "is_social"
                          FROM (
                            SELECT
                              "t19"."person_id",
                              "t19"."year",
                              "t19"."reference_day",
                              "t19"."state",
                              "t19"."birth_year",
                              "t19"."age",
                              "t19"."sex",
                              "t19"."municipality_code",
                              "t19"."arrondissement_code",
                              "t19"."province_code",
                              "t19"."region_code",
                              "t19"."cg1",
                              "t19"."cg2",
                              "t19"."is_increased_reimbursement",
                              "t19"."social_state",
                              "t19"."is_deceased",
                              "t19"."disability_origin",
                              "t19"."has_nursing_b",
                              "t19"."has_nursing_c",
                              "t19"."has_physiotherapy_e",
                              "t19"."has_increased_child_allowance",
                              "t19"."has_integration_allowance",
                              "t19"."has_elderly_allowance",
                              "t19"."has_third_party_help_old_1",
                              "t19"."has_third_party_help_old_2",
                              "t19"."has_third_party_help",
                              "t19"."has_120_hospital_days",
                              "t19"."has_6_admissions",
                              "t19"."unemployment_days",
                              "t19"."incapacity_days",
                              "t19"."invalidity_days",
                              "t19"."household_head_id",
                              "t19"."maf_household_right",
                              "t19"."maf_household_category",
                              "t19"."maf_individual_right",
                              "t19"."has_maf_household_refund",
                              "t19"."has_maf_individual_refund",
                              "t19"."maf_start_day",
                              "t19"."is_mixed_household",
                              "t19"."household_type",
                              "t19"."has_guaranteed_income",
                              "t19"."has_elderly_income_guarantee",
                              "t19"."has_subsistence_income",
                              "t19"."has_disability_allowance",
                              "t19"."has_long_unemployment",
                              "t19"."has_social_welfare",
                              "t20"."right",
                              "t21"."category",
                              "t22"."individual"
                            FROM (
                              SELECT
                                "t2"."person_id",
                                "t2"."year",
                                "t2"."reference_day",
                                "t2"."state",
                                "t2"."birth_year",
                                "t2"."age",
                                "t2"."sex",
                                "t2"."municipality_code",
                                "t2"."arrondissement_code",
                                "t2"."province_code",
                                "t2"."region_code",
                                "t2"."cg1",
                                "t2"."cg2",
                                "t2"."is_increased_reimbursement",
                                "t2"."social_state",
                                "t2"."is_deceased",
                                "t2"."disability_origin",
                                "t2"."has_nursing_b",
                                "t2"."has_nursing_c",
                                "t2"."has_physiotherapy_e",
                                "t2"."has_increased_child_allowance",
                                "t2"."has_integration_allowance",
                                "t2"."has_elderly_allowance",
                                "t2"."has_third_party_help_old_1",
                                "t2"."has_third_party_help_old_2",
                                "t2"."has_third_party_help",
                                "t2"."has_120_hospital_days",
                                "t2"."has_6_admissions",
                                "t2"."unemployment_days",
                                "t2"."incapacity_days",
                                "t2"."invalidity_days",
                                COALESCE("t2"."household_head_id", "t2"."person_id") AS "household_head_id",
                                "t2"."maf_household_right",
                                COALESCE("t2"."maf_household_category", '0') AS "maf_household_category",
                                "t2"."maf_individual_right",
                                "t2"."has_maf_household_refund",
                                "t2"."has_maf_individual_refund",
                                "t2"."maf_start_day",
                                "t2"."is_mixed_household",
                                "t2"."household_type",
                                "t2"."has_guaranteed_income",
                                "t2"."has_elderly_income_guarantee",
                                "t2"."has_subsistence_income",
                                "t2"."has_disability_allowance",
                                "t2"."has_long_unemployment",
                                "t2"."has_social_welfare"
                              FROM "derived_population_year" AS "t2"
                              WHERE
                                "t2"."year" BETWEEN 2022 AND 2023
                            ) AS "t19"
                            LEFT OUTER JOIN (
                              SELECT
                                "t3"."value" AS "code",
                                "t3"."gives" AS "right",
                                COALESCE("t3"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                COALESCE("t3"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                              FROM "reference_maf_rule" AS "t3"
                              WHERE
                                "t3"."field" = 'right'
                            ) AS "t20"
                              ON "t19"."maf_household_right" = "t20"."code"
                              AND "t19"."reference_day" >= "t20"."first_day"
                              AND "t19"."reference_day" <= "t20"."last_day"
                            LEFT OUTER JOIN (
                              SELECT
                                "t3"."value" AS "code",
                                "t3"."gives" AS "category",
                                COALESCE("t3"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                COALESCE("t3"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                              FROM "reference_maf_rule" AS "t3"
                              WHERE
                                "t3"."field" = 'category'
                            ) AS "t21"
                              ON "t19"."maf_household_category" = "t21"."code"
                              AND "t19"."reference_day" >= "t21"."first_day"
                              AND "t19"."reference_day" <= "t21"."last_day"
                            LEFT OUTER JOIN (
                              SELECT
                                "t3"."value" AS "code",
                                "t3"."gives" AS "individual",
                                COALESCE("t3"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                COALESCE("t3"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                              FROM "reference_maf_rule" AS "t3"
                              WHERE
                                "t3"."field" = 'individual'
                            ) AS "t22"
                              ON "t19"."maf_individual_right" = "t22"."code"
                              AND "t19"."reference_day" >= "t22"."first_day"
                              AND "t19"."reference_day" <= "t22"."last_day"
                          ) AS "t23"
                        ) AS "t27"
                        LEFT OUTER JOIN (
                          SELECT
                            "t1"."code",
                            "t1"."ceiling_cents",
                            COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                            COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                          FROM "reference_maf_ceiling" AS "t1"
                        ) AS "t18"
                          ON "t27"."category" = "t18"."code"
                          AND "t27"."reference_day" >= "t18"."first_day"
                          AND "t27"."reference_day" <= "t18"."last_day"
                      ) AS "t28"
                    ) AS "t30"
                    LEFT OUTER JOIN (
                      SELECT
                        "t1"."code",
                        "t1"."ceiling_cents" AS "child_cents",
                        "t1"."younger_than",
                        COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                        COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                      FROM "reference_maf_ceiling" AS "t1"
                    ) AS "t17"
                      ON "t30"."_child" = "t17"."code"
                      AND "t30"."reference_day" >= "t17"."first_day"
                      AND "t30"."reference_day" <= "t17"."last_day"
                  ) AS "t31"
                ) AS "t33"
                LEFT OUTER JOIN (
                  SELECT
                    "t0"."person_id",
                    "t0"."year",
                    TRUE AS "has_chronic_right"
                  FROM "derived_maf_person" AS "t0"
                  WHERE
                    "t0"."year" BETWEEN 2022 AND 2023 AND "t0"."has_chronic_right"
                ) AS "t14"
                  ON "t33"."person_id" = "t14"."person_id" AND "t33"."year" = "t14"."year"
              ) AS "t34"
            ) AS "t36"
            LEFT OUTER JOIN (
              SELECT
                "t1"."code",
                "t1"."ceiling_cents" AS "social_cents",
                COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
              FROM "reference_maf_ceiling" AS "t1"
            ) AS "t15"
              ON "t36"."_social" = "t15"."code"
              AND "t36"."reference_day" >= "t15"."first_day"
              AND "t36"."reference_day" <= "t15"."last_day"
            LEFT OUTER JOIN (
              SELECT
                "t1"."code",
                "t1"."ceiling_cents" AS "chronic_cents",
                COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
              FROM "reference_maf_ceiling" AS "t1"
            ) AS "t16"
              ON "t36"."_chronic" = "t16"."code"
              AND "t36"."reference_day" >= "t16"."first_day"
              AND "t36"."reference_day" <= "t16"."last_day"
          ) AS "t37"
        ) AS "t38"
      ) AS "t39"
    ) AS "t40"
    GROUP BY
      1,
      2
  ) AS "t42"
    ON "t25"."household_head_id" = "t42"."household_head_id"
    AND "t25"."year" = "t42"."year"
) AS "t43"
