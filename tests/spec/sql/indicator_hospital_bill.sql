WITH "t17" AS (
  SELECT
    "t16"."year",
    "t16"."region_code",
    "t16"."province_code",
    "t16"."arrondissement_code",
    "t16"."municipality_code",
    "t16"."sex",
    "t16"."age_class",
    "t16"."increased_reimbursement",
    CAST(CAST(COALESCE(SUM("t16"."part"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
    COUNT(*) AS "denominator",
    COUNT(CASE WHEN "t16"."part" <> 0 THEN 1 ELSE NULL END) AS "contributors",
    CAST(CAST(COALESCE(SUM("t16"."part" * "t16"."part"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
    MAX("t16"."size") AS "largest",
    COALESCE(MAX(CASE WHEN "t16"."place" = 1 THEN "t16"."size" ELSE NULL END), 0) AS "second_largest"
  FROM (
    SELECT
      "t15"."person_id",
      "t15"."year",
      "t15"."region_code",
      "t15"."province_code",
      "t15"."arrondissement_code",
      "t15"."municipality_code",
      "t15"."sex",
      "t15"."age_class",
      "t15"."increased_reimbursement",
      "t15"."part",
      ABS("t15"."part") AS "size",
      ROW_NUMBER() OVER (
        PARTITION BY "t15"."year", "t15"."region_code", "t15"."province_code", "t15"."arrondissement_code", "t15"."municipality_code", "t15"."sex", "t15"."age_class", "t15"."increased_reimbursement"
        ORDER BY ABS("t15"."part") DESC, "t15"."person_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM (
      SELECT
        "t14"."person_id",
        "t14"."year",
        "t14"."region_code",
        "t14"."province_code",
        "t14"."arrondissement_code",
        "t14"."municipality_code",
        COALESCE("t14"."sex", 'unknown') AS "sex",
        CASE
          WHEN "t14"."age" BETWEEN 0 AND 4
          THEN '00-04'
          WHEN "t14"."age" BETWEEN 5 AND 14
          THEN '05-14'
          WHEN "t14"."age" BETWEEN 15 AND 24
          THEN '15-24'
          WHEN "t14"."age" BETWEEN 25 AND 34
          THEN '25-34'
          WHEN "t14"."age" BETWEEN 35 AND 44
          THEN '35-44'
          WHEN "t14"."age" BETWEEN 45 AND 54
          THEN '45-54'
          WHEN "t14"."age" BETWEEN 55 AND 64
          THEN '55-64'
          WHEN "t14"."age" BETWEEN 65 AND 74
          THEN '65-74'
          WHEN "t14"."age" BETWEEN 75 AND 84
          THEN '75-84'
          WHEN "t14"."age" >= 85
          THEN '85+'
          ELSE 'unknown'
        END AS "age_class",
        CASE
          WHEN "t14"."is_increased_reimbursement"
          THEN 'yes'
          WHEN NOT (
            "t14"."is_increased_reimbursement"
          )
          THEN 'no'
          ELSE 'unknown'
        END AS "increased_reimbursement",
        COALESCE("t14"."stay_patient_cents", 0) AS "part"
      FROM (
        SELECT
          "t6"."person_id",
          "t6"."year",
          "t6"."reference_day",
          "t6"."state",
          "t6"."birth_year",
          "t6"."age",
          "t6"."sex",
          "t6"."municipality_code",
          "t6"."arrondissement_code",
          "t6"."province_code",
          "t6"."region_code",
          "t6"."cg1",
          "t6"."cg2",
          "t6"."is_increased_reimbursement",
          "t6"."social_state",
          "t6"."is_deceased",
          "t6"."disability_origin",
          "t6"."has_nursing_b",
          "t6"."has_nursing_c",
          "t6"."has_physiotherapy_e",
          "t6"."has_increased_child_allowance",
          "t6"."has_integration_allowance",
          "t6"."has_elderly_allowance",
          "t6"."has_third_party_help_old_1",
          "t6"."has_third_party_help_old_2",
          "t6"."has_third_party_help",
          "t6"."has_120_hospital_days",
          "t6"."has_6_admissions",
          "t6"."unemployment_days",
          "t6"."incapacity_days",
          "t6"."invalidity_days",
          "t6"."household_head_id",
          "t6"."maf_household_right",
          "t6"."maf_household_category",
          "t6"."maf_individual_right",
          "t6"."has_maf_household_refund",
          "t6"."has_maf_individual_refund",
          "t6"."maf_start_day",
          "t6"."is_mixed_household",
          "t6"."household_type",
          "t6"."has_guaranteed_income",
          "t6"."has_elderly_income_guarantee",
          "t6"."has_subsistence_income",
          "t6"."has_disability_allowance",
          "t6"."has_long_unemployment",
          "t6"."has_social_welfare",
          COALESCE("t7"."classic_stays", 0) AS "classic_stays",
          COALESCE("t13"."stay_patient_cents", 0) AS "stay_patient_cents"
        FROM (
          SELECT
            *
          FROM "derived_population_year" AS "t0"
          WHERE
            "t0"."year" = 2022
        ) AS "t6"
        LEFT OUTER JOIN (
          SELECT
            "t1"."person_id" AS "brought_by",
            "t1"."classic_stays"
          FROM "derived_person_year" AS "t1"
          WHERE
            "t1"."year" = 2022
        ) AS "t7"
          ON "t6"."person_id" = "t7"."brought_by"
        LEFT OUTER JOIN (
          SELECT
            "t11"."person_id" AS "brought_by",
            "t11"."stay_patient_cents"
          FROM (
            SELECT
              "t10"."person_id",
              SUM(
                CASE
                  WHEN "t10"."is_start" AND TRUE
                  THEN "t10"."copayment_cents" + "t10"."supplement_cents"
                  ELSE NULL
                END
              ) AS "stay_patient_cents"
            FROM (
              SELECT
                "t9"."person_id",
                "t9"."hospital_number",
                "t9"."admission_day",
                "t9"."stay_kind",
                "t9"."discharge_day",
                "t9"."year",
                "t9"."nights",
                "t9"."parts",
                "t9"."is_psychiatric",
                "t9"."service_code",
                "t9"."room_type",
                "t9"."is_oncological",
                "t9"."is_unplanned",
                "t9"."is_transfer_in",
                "t9"."is_transfer_out",
                "t9"."episode_admission_day",
                "t9"."episode_discharge_day",
                "t9"."line_count",
                "t9"."reimbursed_cents",
                "t9"."copayment_cents",
                "t9"."supplement_cents",
                "t9"."official_fee_cents",
                "t9"."fee_supplement_cents",
                "t9"."other_fee_supplement_cents",
                "t9"."room_supplement_cents",
                "t9"."pharmacy_supplement_cents",
                "t9"."implant_supplement_cents",
                "t9"."other_supplement_cents",
                "t9"."_end",
                "t9"."is_start",
                "t9"."moment",
                "t9"."begins",
                "t9"."begins_unplanned",
                COALESCE(
                  MAX("t9"."begins") OVER (
                    PARTITION BY "t9"."person_id", "t9"."stay_kind"
                    ORDER BY "t9"."moment" ASC
                    RANGE BETWEEN 1 following AND 30 following
                  ) = 1,
                  FALSE
                ) AS "is_again",
                COALESCE(
                  MAX("t9"."begins_unplanned") OVER (
                    PARTITION BY "t9"."person_id", "t9"."stay_kind"
                    ORDER BY "t9"."moment" ASC
                    RANGE BETWEEN 1 following AND 30 following
                  ) = 1,
                  FALSE
                ) AS "is_again_unplanned"
              FROM (
                SELECT
                  "t8"."person_id",
                  "t8"."hospital_number",
                  "t8"."admission_day",
                  "t8"."stay_kind",
                  "t8"."discharge_day",
                  "t8"."year",
                  "t8"."nights",
                  "t8"."parts",
                  "t8"."is_psychiatric",
                  "t8"."service_code",
                  "t8"."room_type",
                  "t8"."is_oncological",
                  "t8"."is_unplanned",
                  "t8"."is_transfer_in",
                  "t8"."is_transfer_out",
                  "t8"."episode_admission_day",
                  "t8"."episode_discharge_day",
                  "t8"."line_count",
                  "t8"."reimbursed_cents",
                  "t8"."copayment_cents",
                  "t8"."supplement_cents",
                  "t8"."official_fee_cents",
                  "t8"."fee_supplement_cents",
                  "t8"."other_fee_supplement_cents",
                  "t8"."room_supplement_cents",
                  "t8"."pharmacy_supplement_cents",
                  "t8"."implant_supplement_cents",
                  "t8"."other_supplement_cents",
                  "t8"."_end",
                  "t8"."_end" = 0 AS "is_start",
                  DATE_DIFF(
                    'DAY',
                    MAKE_DATE(1900, 1, 1),
                    CASE WHEN "t8"."_end" = 0 THEN "t8"."admission_day" ELSE "t8"."discharge_day" END
                  ) AS "moment",
                  CASE WHEN "t8"."_end" = 0 THEN 1 ELSE 0 END AS "begins",
                  CASE WHEN (
                    "t8"."_end" = 0
                  ) AND "t8"."is_unplanned" THEN 1 ELSE 0 END AS "begins_unplanned"
                FROM (
                  SELECT
                    "t5"."person_id",
                    "t5"."hospital_number",
                    "t5"."admission_day",
                    "t5"."stay_kind",
                    "t5"."discharge_day",
                    "t5"."year",
                    "t5"."nights",
                    "t5"."parts",
                    "t5"."is_psychiatric",
                    "t5"."service_code",
                    "t5"."room_type",
                    "t5"."is_oncological",
                    "t5"."is_unplanned",
                    "t5"."is_transfer_in",
                    "t5"."is_transfer_out",
                    "t5"."episode_admission_day",
                    "t5"."episode_discharge_day",
                    "t5"."line_count",
                    "t5"."reimbursed_cents",
                    "t5"."copayment_cents",
                    "t5"."supplement_cents",
                    "t5"."official_fee_cents",
                    "t5"."fee_supplement_cents",
                    "t5"."other_fee_supplement_cents",
                    "t5"."room_supplement_cents",
                    "t5"."pharmacy_supplement_cents",
                    "t5"."implant_supplement_cents",
                    "t5"."other_supplement_cents",
                    UNNEST(RANGE(0, 2, 1)) AS "_end"
                  FROM (
                    SELECT
                      *
                    FROM "derived_stay" AS "t2"
                    WHERE
                      "t2"."year" = 2022
                  ) AS "t5"
                ) AS "t8"
              ) AS "t9"
            ) AS "t10"
            GROUP BY
              1
          ) AS "t11"
        ) AS "t13"
          ON "t6"."person_id" = "t13"."brought_by"
      ) AS "t14"
      WHERE
        COALESCE("t14"."classic_stays" >= 1, FALSE)
        AND NOT "t14"."region_code" IS NULL
        AND NOT "t14"."province_code" IS NULL
        AND NOT "t14"."arrondissement_code" IS NULL
        AND NOT "t14"."municipality_code" IS NULL
    ) AS "t15"
  ) AS "t16"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8
)
SELECT
  'hospital_bill' AS "indicator",
  "t31"."year",
  "t31"."level",
  "t31"."area_code",
  "t31"."split",
  "t31"."category",
  "t31"."numerator",
  "t31"."denominator",
  "t31"."contributors",
  "t31"."largest",
  "t31"."second_largest",
  CASE
    WHEN (
      "t31"."level" = 'country'
    ) AND (
      "t31"."split" = 'total'
    )
    THEN "t31"."squares"
    ELSE CAST(NULL AS BIGINT)
  END AS "squares"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t29"."year",
      "t29"."level",
      "t29"."area_code",
      "t29"."split",
      "t29"."category",
      CAST(CAST(COALESCE(SUM("t29"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t29"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
      CAST(CAST(COALESCE(SUM("t29"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
      CAST(CAST(COALESCE(SUM("t29"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
      MAX("t29"."largest") AS "largest",
      MAX(CASE WHEN "t29"."place" = 0 THEN "t29"."second_largest" ELSE "t29"."largest" END) AS "second_largest"
    FROM (
      SELECT
        "t28"."year",
        "t28"."level",
        "t28"."area_code",
        "t28"."split",
        "t28"."category",
        "t28"."numerator",
        "t28"."denominator",
        "t28"."contributors",
        "t28"."squares",
        "t28"."largest",
        "t28"."second_largest",
        ROW_NUMBER() OVER (
          PARTITION BY "t28"."year", "t28"."level", "t28"."area_code", "t28"."split", "t28"."category"
          ORDER BY "t28"."largest" DESC, "t28"."second_largest" DESC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          "t26"."year",
          "t26"."level",
          "t26"."split",
          "t26"."numerator",
          "t26"."denominator",
          "t26"."contributors",
          "t26"."squares",
          "t26"."largest",
          "t26"."second_largest",
          CASE "t26"."level"
            WHEN 'country'
            THEN 'BE'
            WHEN 'region'
            THEN "t26"."region_code"
            WHEN 'province'
            THEN "t26"."province_code"
            WHEN 'arrondissement'
            THEN "t26"."arrondissement_code"
            ELSE NULL
          END AS "area_code",
          CASE "t26"."split"
            WHEN 'total'
            THEN 'all'
            WHEN 'sex'
            THEN "t26"."sex"
            WHEN 'age_class'
            THEN "t26"."age_class"
            WHEN 'increased_reimbursement'
            THEN "t26"."increased_reimbursement"
            WHEN 'sex*age_class'
            THEN "t26"."sex" || '*' || "t26"."age_class"
            WHEN 'sex*increased_reimbursement'
            THEN "t26"."sex" || '*' || "t26"."increased_reimbursement"
            WHEN 'age_class*increased_reimbursement'
            THEN "t26"."age_class" || '*' || "t26"."increased_reimbursement"
            WHEN 'sex*age_class*increased_reimbursement'
            THEN "t26"."sex" || '*' || "t26"."age_class" || '*' || "t26"."increased_reimbursement"
            ELSE NULL
          END AS "category"
        FROM (
          SELECT
            "t25"."year",
            "t25"."region_code",
            "t25"."province_code",
            "t25"."arrondissement_code",
            "t25"."sex",
            "t25"."age_class",
            "t25"."increased_reimbursement",
            "t25"."numerator",
            "t25"."denominator",
            "t25"."contributors",
            "t25"."squares",
            "t25"."largest",
            "t25"."second_largest",
            "t25"."level",
            UNNEST(
              CAST([
                'total',
                'sex',
                'age_class',
                'increased_reimbursement',
                'sex*age_class',
                'sex*increased_reimbursement',
                'age_class*increased_reimbursement',
                'sex*age_class*increased_reimbursement'
              ] AS TEXT[])
            ) AS "split"
          FROM (
            SELECT
              "t23"."year",
              "t23"."region_code",
              "t23"."province_code",
              "t23"."arrondissement_code",
              "t23"."sex",
              "t23"."age_class",
              "t23"."increased_reimbursement",
              "t23"."numerator",
              "t23"."denominator",
              "t23"."contributors",
              "t23"."squares",
              "t23"."largest",
              "t23"."second_largest",
              UNNEST(CAST(['country', 'region', 'province', 'arrondissement'] AS TEXT[])) AS "level"
            FROM (
              SELECT
                "t21"."year",
                "t21"."region_code",
                "t21"."province_code",
                "t21"."arrondissement_code",
                "t21"."sex",
                "t21"."age_class",
                "t21"."increased_reimbursement",
                CAST(CAST(COALESCE(SUM("t21"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
                CAST(CAST(COALESCE(SUM("t21"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
                CAST(CAST(COALESCE(SUM("t21"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
                CAST(CAST(COALESCE(SUM("t21"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
                MAX("t21"."largest") AS "largest",
                MAX(CASE WHEN "t21"."place" = 0 THEN "t21"."second_largest" ELSE "t21"."largest" END) AS "second_largest"
              FROM (
                SELECT
                  "t18"."year",
                  "t18"."region_code",
                  "t18"."province_code",
                  "t18"."arrondissement_code",
                  "t18"."sex",
                  "t18"."age_class",
                  "t18"."increased_reimbursement",
                  "t18"."numerator",
                  "t18"."denominator",
                  "t18"."contributors",
                  "t18"."squares",
                  "t18"."largest",
                  "t18"."second_largest",
                  ROW_NUMBER() OVER (
                    PARTITION BY "t18"."year", "t18"."region_code", "t18"."province_code", "t18"."arrondissement_code", "t18"."sex", "t18"."age_class", "t18"."increased_reimbursement"
                    ORDER BY "t18"."largest" DESC, "t18"."second_largest" DESC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) - 1 AS "place"
                FROM "t17" AS "t18"
              ) AS "t21"
              GROUP BY
                1,
                2,
                3,
                4,
                5,
                6,
                7
            ) AS "t23"
          ) AS "t25"
        ) AS "t26"
        WHERE
          (
            "t26"."level" IN ('country', 'region', 'province')
            AND "t26"."split" IN (
              'total',
              'sex',
              'age_class',
              'increased_reimbursement',
              'sex*age_class',
              'sex*increased_reimbursement',
              'age_class*increased_reimbursement',
              'sex*age_class*increased_reimbursement'
            )
          )
          OR (
            "t26"."level" IN ('arrondissement') AND "t26"."split" IN ('total')
          )
      ) AS "t28"
    ) AS "t29"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t30"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t24"."year",
      "t24"."level",
      "t24"."area_code",
      "t24"."split",
      "t24"."category",
      CAST(CAST(COALESCE(SUM("t24"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t24"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
      CAST(CAST(COALESCE(SUM("t24"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
      CAST(CAST(COALESCE(SUM("t24"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
      MAX("t24"."largest") AS "largest",
      MAX(CASE WHEN "t24"."place" = 0 THEN "t24"."second_largest" ELSE "t24"."largest" END) AS "second_largest"
    FROM (
      SELECT
        "t22"."year",
        "t22"."level",
        "t22"."area_code",
        "t22"."split",
        "t22"."category",
        "t22"."numerator",
        "t22"."denominator",
        "t22"."contributors",
        "t22"."squares",
        "t22"."largest",
        "t22"."second_largest",
        ROW_NUMBER() OVER (
          PARTITION BY "t22"."year", "t22"."level", "t22"."area_code", "t22"."split", "t22"."category"
          ORDER BY "t22"."largest" DESC, "t22"."second_largest" DESC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          "t20"."year",
          "t20"."level",
          "t20"."split",
          "t20"."numerator",
          "t20"."denominator",
          "t20"."contributors",
          "t20"."squares",
          "t20"."largest",
          "t20"."second_largest",
          CASE "t20"."level" WHEN 'municipality' THEN "t20"."municipality_code" ELSE NULL END AS "area_code",
          CASE "t20"."split"
            WHEN 'total'
            THEN 'all'
            WHEN 'sex'
            THEN "t20"."sex"
            WHEN 'increased_reimbursement'
            THEN "t20"."increased_reimbursement"
            ELSE NULL
          END AS "category"
        FROM (
          SELECT
            "t19"."year",
            "t19"."region_code",
            "t19"."province_code",
            "t19"."arrondissement_code",
            "t19"."municipality_code",
            "t19"."sex",
            "t19"."age_class",
            "t19"."increased_reimbursement",
            "t19"."numerator",
            "t19"."denominator",
            "t19"."contributors",
            "t19"."squares",
            "t19"."largest",
            "t19"."second_largest",
            "t19"."level",
            UNNEST(CAST(['total', 'sex', 'increased_reimbursement'] AS TEXT[])) AS "split"
          FROM (
            SELECT
              "t18"."year",
              "t18"."region_code",
              "t18"."province_code",
              "t18"."arrondissement_code",
              "t18"."municipality_code",
              "t18"."sex",
              "t18"."age_class",
              "t18"."increased_reimbursement",
              "t18"."numerator",
              "t18"."denominator",
              "t18"."contributors",
              "t18"."squares",
              "t18"."largest",
              "t18"."second_largest",
              UNNEST(CAST(['municipality'] AS TEXT[])) AS "level"
            FROM "t17" AS "t18"
          ) AS "t19"
        ) AS "t20"
      ) AS "t22"
    ) AS "t24"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t27"
) AS "t31"
