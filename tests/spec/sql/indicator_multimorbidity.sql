WITH "t10" AS (
  SELECT
    "t9"."year",
    "t9"."region_code",
    "t9"."province_code",
    "t9"."arrondissement_code",
    "t9"."municipality_code",
    "t9"."sex",
    "t9"."age_class",
    "t9"."increased_reimbursement",
    COUNT(CASE WHEN "t9"."part" <> 0 THEN 1 ELSE NULL END) AS "numerator",
    COUNT(*) AS "denominator"
  FROM (
    SELECT
      "t8"."person_id",
      "t8"."year",
      "t8"."region_code",
      "t8"."province_code",
      "t8"."arrondissement_code",
      "t8"."municipality_code",
      COALESCE("t8"."sex", 'unknown') AS "sex",
      CASE
        WHEN "t8"."age" BETWEEN 0 AND 4
        THEN '00-04'
        WHEN "t8"."age" BETWEEN 5 AND 14
        THEN '05-14'
        WHEN "t8"."age" BETWEEN 15 AND 24
        THEN '15-24'
        WHEN "t8"."age" BETWEEN 25 AND 34
        THEN '25-34'
        WHEN "t8"."age" BETWEEN 35 AND 44
        THEN '35-44'
        WHEN "t8"."age" BETWEEN 45 AND 54
        THEN '45-54'
        WHEN "t8"."age" BETWEEN 55 AND 64
        THEN '55-64'
        WHEN "t8"."age" BETWEEN 65 AND 74
        THEN '65-74'
        WHEN "t8"."age" BETWEEN 75 AND 84
        THEN '75-84'
        WHEN "t8"."age" >= 85
        THEN '85+'
        ELSE 'unknown'
      END AS "age_class",
      CASE
        WHEN "t8"."is_increased_reimbursement"
        THEN 'yes'
        WHEN NOT (
          "t8"."is_increased_reimbursement"
        )
        THEN 'no'
        ELSE 'unknown'
      END AS "increased_reimbursement",
      CAST(CASE WHEN "t8"."conditions" >= 2 THEN 1 ELSE 0 END AS BIGINT) AS "part"
    FROM (
      SELECT
        "t4"."person_id",
        "t4"."year",
        "t4"."reference_day",
        "t4"."state",
        "t4"."birth_year",
        "t4"."age",
        "t4"."sex",
        "t4"."municipality_code",
        "t4"."arrondissement_code",
        "t4"."province_code",
        "t4"."region_code",
        "t4"."cg1",
        "t4"."cg2",
        "t4"."is_increased_reimbursement",
        "t4"."social_state",
        "t4"."is_deceased",
        "t4"."disability_origin",
        "t4"."has_nursing_b",
        "t4"."has_nursing_c",
        "t4"."has_physiotherapy_e",
        "t4"."has_increased_child_allowance",
        "t4"."has_integration_allowance",
        "t4"."has_elderly_allowance",
        "t4"."has_third_party_help_old_1",
        "t4"."has_third_party_help_old_2",
        "t4"."has_third_party_help",
        "t4"."has_120_hospital_days",
        "t4"."has_6_admissions",
        "t4"."unemployment_days",
        "t4"."incapacity_days",
        "t4"."invalidity_days",
        "t4"."household_head_id",
        "t4"."maf_household_right",
        "t4"."maf_household_category",
        "t4"."maf_individual_right",
        "t4"."has_maf_household_refund",
        "t4"."has_maf_individual_refund",
        "t4"."maf_start_day",
        "t4"."is_mixed_household",
        "t4"."household_type",
        "t4"."has_guaranteed_income",
        "t4"."has_elderly_income_guarantee",
        "t4"."has_subsistence_income",
        "t4"."has_disability_allowance",
        "t4"."has_long_unemployment",
        "t4"."has_social_welfare",
        COALESCE("t7"."conditions", 0) AS "conditions"
      FROM (
        SELECT
          *
        FROM "derived_population_year" AS "t0"
        WHERE
          "t0"."year" = 2022
      ) AS "t4"
      LEFT OUTER JOIN (
        SELECT
          "t5"."person_id" AS "brought_by",
          "t5"."conditions"
        FROM (
          SELECT
            "t3"."person_id",
            COUNT(CASE WHEN "t3"."list" = 'open' THEN 1 ELSE NULL END) AS "conditions"
          FROM (
            SELECT
              *
            FROM "derived_person_year_diagnosis" AS "t1"
            WHERE
              "t1"."year" = 2022
          ) AS "t3"
          GROUP BY
            1
        ) AS "t5"
      ) AS "t7"
        ON "t4"."person_id" = "t7"."brought_by"
    ) AS "t8"
    WHERE
      TRUE
      AND NOT "t8"."region_code" IS NULL
      AND NOT "t8"."province_code" IS NULL
      AND NOT "t8"."arrondissement_code" IS NULL
      AND NOT "t8"."municipality_code" IS NULL
  ) AS "t9"
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
  'multimorbidity' AS "indicator",
  "t21"."year",
  "t21"."level",
  "t21"."area_code",
  "t21"."split",
  "t21"."category",
  "t21"."numerator",
  "t21"."denominator",
  "t21"."numerator" AS "contributors",
  LEAST("t21"."numerator", 1) AS "largest",
  LEAST(GREATEST("t21"."numerator" - 1, 0), 1) AS "second_largest",
  CAST(NULL AS BIGINT) AS "squares"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t19"."year",
      "t19"."level",
      "t19"."area_code",
      "t19"."split",
      "t19"."category",
      CAST(CAST(COALESCE(SUM("t19"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t19"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
    FROM (
      SELECT
        "t17"."year",
        "t17"."level",
        "t17"."split",
        "t17"."numerator",
        "t17"."denominator",
        CASE "t17"."level"
          WHEN 'country'
          THEN 'BE'
          WHEN 'region'
          THEN "t17"."region_code"
          WHEN 'province'
          THEN "t17"."province_code"
          WHEN 'arrondissement'
          THEN "t17"."arrondissement_code"
          ELSE NULL
        END AS "area_code",
        CASE "t17"."split"
          WHEN 'total'
          THEN 'all'
          WHEN 'sex'
          THEN "t17"."sex"
          WHEN 'age_class'
          THEN "t17"."age_class"
          WHEN 'increased_reimbursement'
          THEN "t17"."increased_reimbursement"
          WHEN 'sex*age_class'
          THEN "t17"."sex" || '*' || "t17"."age_class"
          WHEN 'sex*increased_reimbursement'
          THEN "t17"."sex" || '*' || "t17"."increased_reimbursement"
          WHEN 'age_class*increased_reimbursement'
          THEN "t17"."age_class" || '*' || "t17"."increased_reimbursement"
          WHEN 'sex*age_class*increased_reimbursement'
          THEN "t17"."sex" || '*' || "t17"."age_class" || '*' || "t17"."increased_reimbursement"
          ELSE NULL
        END AS "category"
      FROM (
        SELECT
          "t16"."year",
          "t16"."region_code",
          "t16"."province_code",
          "t16"."arrondissement_code",
          "t16"."sex",
          "t16"."age_class",
          "t16"."increased_reimbursement",
          "t16"."numerator",
          "t16"."denominator",
          "t16"."level",
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
            "t14"."year",
            "t14"."region_code",
            "t14"."province_code",
            "t14"."arrondissement_code",
            "t14"."sex",
            "t14"."age_class",
            "t14"."increased_reimbursement",
            "t14"."numerator",
            "t14"."denominator",
            UNNEST(CAST(['country', 'region', 'province', 'arrondissement'] AS TEXT[])) AS "level"
          FROM (
            SELECT
              "t11"."year",
              "t11"."region_code",
              "t11"."province_code",
              "t11"."arrondissement_code",
              "t11"."sex",
              "t11"."age_class",
              "t11"."increased_reimbursement",
              CAST(CAST(COALESCE(SUM("t11"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
              CAST(CAST(COALESCE(SUM("t11"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
            FROM "t10" AS "t11"
            GROUP BY
              1,
              2,
              3,
              4,
              5,
              6,
              7
          ) AS "t14"
        ) AS "t16"
      ) AS "t17"
      WHERE
        (
          "t17"."level" IN ('country', 'region', 'province')
          AND "t17"."split" IN (
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
          "t17"."level" IN ('arrondissement')
          AND "t17"."split" IN ('total', 'sex', 'age_class', 'increased_reimbursement', 'sex*age_class')
        )
    ) AS "t19"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t20"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t15"."year",
      "t15"."level",
      "t15"."area_code",
      "t15"."split",
      "t15"."category",
      CAST(CAST(COALESCE(SUM("t15"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t15"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
    FROM (
      SELECT
        "t13"."year",
        "t13"."level",
        "t13"."split",
        "t13"."numerator",
        "t13"."denominator",
        CASE "t13"."level" WHEN 'municipality' THEN "t13"."municipality_code" ELSE NULL END AS "area_code",
        CASE "t13"."split"
          WHEN 'total'
          THEN 'all'
          WHEN 'sex'
          THEN "t13"."sex"
          WHEN 'increased_reimbursement'
          THEN "t13"."increased_reimbursement"
          ELSE NULL
        END AS "category"
      FROM (
        SELECT
          "t12"."year",
          "t12"."region_code",
          "t12"."province_code",
          "t12"."arrondissement_code",
          "t12"."municipality_code",
          "t12"."sex",
          "t12"."age_class",
          "t12"."increased_reimbursement",
          "t12"."numerator",
          "t12"."denominator",
          "t12"."level",
          UNNEST(CAST(['total', 'sex', 'increased_reimbursement'] AS TEXT[])) AS "split"
        FROM (
          SELECT
            "t11"."year",
            "t11"."region_code",
            "t11"."province_code",
            "t11"."arrondissement_code",
            "t11"."municipality_code",
            "t11"."sex",
            "t11"."age_class",
            "t11"."increased_reimbursement",
            "t11"."numerator",
            "t11"."denominator",
            UNNEST(CAST(['municipality'] AS TEXT[])) AS "level"
          FROM "t10" AS "t11"
        ) AS "t12"
      ) AS "t13"
    ) AS "t15"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t18"
) AS "t21"
