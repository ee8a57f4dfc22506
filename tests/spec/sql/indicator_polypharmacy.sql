WITH "t8" AS (
  SELECT
    "t7"."year",
    "t7"."region_code",
    "t7"."province_code",
    "t7"."arrondissement_code",
    "t7"."municipality_code",
    "t7"."sex",
    "t7"."age_class",
    "t7"."increased_reimbursement",
    COUNT(CASE WHEN "t7"."part" <> 0 THEN 1 ELSE NULL END) AS "numerator",
    COUNT(*) AS "denominator"
  FROM (
    SELECT
      "t6"."person_id",
      "t6"."year",
      "t6"."region_code",
      "t6"."province_code",
      "t6"."arrondissement_code",
      "t6"."municipality_code",
      COALESCE("t6"."sex", 'unknown') AS "sex",
      CASE
        WHEN "t6"."age" BETWEEN 0 AND 4
        THEN '00-04'
        WHEN "t6"."age" BETWEEN 5 AND 14
        THEN '05-14'
        WHEN "t6"."age" BETWEEN 15 AND 24
        THEN '15-24'
        WHEN "t6"."age" BETWEEN 25 AND 34
        THEN '25-34'
        WHEN "t6"."age" BETWEEN 35 AND 44
        THEN '35-44'
        WHEN "t6"."age" BETWEEN 45 AND 54
        THEN '45-54'
        WHEN "t6"."age" BETWEEN 55 AND 64
        THEN '55-64'
        WHEN "t6"."age" BETWEEN 65 AND 74
        THEN '65-74'
        WHEN "t6"."age" BETWEEN 75 AND 84
        THEN '75-84'
        WHEN "t6"."age" >= 85
        THEN '85+'
        ELSE 'unknown'
      END AS "age_class",
      CASE
        WHEN "t6"."is_increased_reimbursement"
        THEN 'yes'
        WHEN NOT (
          "t6"."is_increased_reimbursement"
        )
        THEN 'no'
        ELSE 'unknown'
      END AS "increased_reimbursement",
      CAST(CASE WHEN "t6"."is_polypharmacy" THEN 1 ELSE 0 END AS BIGINT) AS "part"
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
        COALESCE("t5"."is_polypharmacy", FALSE) AS "is_polypharmacy"
      FROM (
        SELECT
          *
        FROM "derived_population_year" AS "t0"
        WHERE
          "t0"."year" = 2022
      ) AS "t4"
      LEFT OUTER JOIN (
        SELECT
          "t1"."person_id" AS "brought_by",
          "t1"."is_polypharmacy"
        FROM "derived_person_year" AS "t1"
        WHERE
          "t1"."year" = 2022
      ) AS "t5"
        ON "t4"."person_id" = "t5"."brought_by"
    ) AS "t6"
    WHERE
      TRUE
      AND NOT "t6"."region_code" IS NULL
      AND NOT "t6"."province_code" IS NULL
      AND NOT "t6"."arrondissement_code" IS NULL
      AND NOT "t6"."municipality_code" IS NULL
  ) AS "t7"
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
  'polypharmacy' AS "indicator",
  "t19"."year",
  "t19"."level",
  "t19"."area_code",
  "t19"."split",
  "t19"."category",
  "t19"."numerator",
  "t19"."denominator",
  "t19"."numerator" AS "contributors",
  LEAST("t19"."numerator", 1) AS "largest",
  LEAST(GREATEST("t19"."numerator" - 1, 0), 1) AS "second_largest",
  CAST(NULL AS BIGINT) AS "squares"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t17"."year",
      "t17"."level",
      "t17"."area_code",
      "t17"."split",
      "t17"."category",
      CAST(CAST(COALESCE(SUM("t17"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t17"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
    FROM (
      SELECT
        "t15"."year",
        "t15"."level",
        "t15"."split",
        "t15"."numerator",
        "t15"."denominator",
        CASE "t15"."level"
          WHEN 'country'
          THEN 'BE'
          WHEN 'region'
          THEN "t15"."region_code"
          WHEN 'province'
          THEN "t15"."province_code"
          WHEN 'arrondissement'
          THEN "t15"."arrondissement_code"
          ELSE NULL
        END AS "area_code",
        CASE "t15"."split"
          WHEN 'total'
          THEN 'all'
          WHEN 'sex'
          THEN "t15"."sex"
          WHEN 'age_class'
          THEN "t15"."age_class"
          WHEN 'increased_reimbursement'
          THEN "t15"."increased_reimbursement"
          WHEN 'sex*age_class'
          THEN "t15"."sex" || '*' || "t15"."age_class"
          WHEN 'sex*increased_reimbursement'
          THEN "t15"."sex" || '*' || "t15"."increased_reimbursement"
          WHEN 'age_class*increased_reimbursement'
          THEN "t15"."age_class" || '*' || "t15"."increased_reimbursement"
          WHEN 'sex*age_class*increased_reimbursement'
          THEN "t15"."sex" || '*' || "t15"."age_class" || '*' || "t15"."increased_reimbursement"
          ELSE NULL
        END AS "category"
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
          "t14"."level",
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
            "t12"."year",
            "t12"."region_code",
            "t12"."province_code",
            "t12"."arrondissement_code",
            "t12"."sex",
            "t12"."age_class",
            "t12"."increased_reimbursement",
            "t12"."numerator",
            "t12"."denominator",
            UNNEST(CAST(['country', 'region', 'province', 'arrondissement'] AS TEXT[])) AS "level"
          FROM (
            SELECT
              "t9"."year",
              "t9"."region_code",
              "t9"."province_code",
              "t9"."arrondissement_code",
              "t9"."sex",
              "t9"."age_class",
              "t9"."increased_reimbursement",
              CAST(CAST(COALESCE(SUM("t9"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
              CAST(CAST(COALESCE(SUM("t9"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
            FROM "t8" AS "t9"
            GROUP BY
              1,
              2,
              3,
              4,
              5,
              6,
              7
          ) AS "t12"
        ) AS "t14"
      ) AS "t15"
      WHERE
        (
          "t15"."level" IN ('country', 'region', 'province')
          AND "t15"."split" IN (
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
          "t15"."level" IN ('arrondissement')
          AND "t15"."split" IN ('total', 'sex', 'age_class', 'increased_reimbursement', 'sex*age_class')
        )
    ) AS "t17"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t18"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t13"."year",
      "t13"."level",
      "t13"."area_code",
      "t13"."split",
      "t13"."category",
      CAST(CAST(COALESCE(SUM("t13"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t13"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
    FROM (
      SELECT
        "t11"."year",
        "t11"."level",
        "t11"."split",
        "t11"."numerator",
        "t11"."denominator",
        CASE "t11"."level" WHEN 'municipality' THEN "t11"."municipality_code" ELSE NULL END AS "area_code",
        CASE "t11"."split"
          WHEN 'total'
          THEN 'all'
          WHEN 'sex'
          THEN "t11"."sex"
          WHEN 'increased_reimbursement'
          THEN "t11"."increased_reimbursement"
          ELSE NULL
        END AS "category"
      FROM (
        SELECT
          "t10"."year",
          "t10"."region_code",
          "t10"."province_code",
          "t10"."arrondissement_code",
          "t10"."municipality_code",
          "t10"."sex",
          "t10"."age_class",
          "t10"."increased_reimbursement",
          "t10"."numerator",
          "t10"."denominator",
          "t10"."level",
          UNNEST(CAST(['total', 'sex', 'increased_reimbursement'] AS TEXT[])) AS "split"
        FROM (
          SELECT
            "t9"."year",
            "t9"."region_code",
            "t9"."province_code",
            "t9"."arrondissement_code",
            "t9"."municipality_code",
            "t9"."sex",
            "t9"."age_class",
            "t9"."increased_reimbursement",
            "t9"."numerator",
            "t9"."denominator",
            UNNEST(CAST(['municipality'] AS TEXT[])) AS "level"
          FROM "t8" AS "t9"
        ) AS "t10"
      ) AS "t11"
    ) AS "t13"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t16"
) AS "t19"
