WITH "t2" AS (
  SELECT
    "t1"."year",
    "t1"."region_code",
    "t1"."province_code",
    "t1"."arrondissement_code",
    "t1"."municipality_code",
    "t1"."sex",
    "t1"."age_class",
    "t1"."increased_reimbursement",
    COUNT(CASE WHEN "t1"."part" <> 0 THEN 1 ELSE NULL END) AS "numerator",
    COUNT(*) AS "denominator"
  FROM (
    SELECT
      "t0"."person_id",
      "t0"."year",
      "t0"."region_code",
      "t0"."province_code",
      "t0"."arrondissement_code",
      "t0"."municipality_code",
      COALESCE("t0"."sex", 'unknown') AS "sex",
      CASE
        WHEN "t0"."age" BETWEEN 0 AND 4
        THEN '00-04'
        WHEN "t0"."age" BETWEEN 5 AND 14
        THEN '05-14'
        WHEN "t0"."age" BETWEEN 15 AND 24
        THEN '15-24'
        WHEN "t0"."age" BETWEEN 25 AND 34
        THEN '25-34'
        WHEN "t0"."age" BETWEEN 35 AND 44
        THEN '35-44'
        WHEN "t0"."age" BETWEEN 45 AND 54
        THEN '45-54'
        WHEN "t0"."age" BETWEEN 55 AND 64
        THEN '55-64'
        WHEN "t0"."age" BETWEEN 65 AND 74
        THEN '65-74'
        WHEN "t0"."age" BETWEEN 75 AND 84
        THEN '75-84'
        WHEN "t0"."age" >= 85
        THEN '85+'
        ELSE 'unknown'
      END AS "age_class",
      CASE
        WHEN "t0"."is_increased_reimbursement"
        THEN 'yes'
        WHEN NOT (
          "t0"."is_increased_reimbursement"
        )
        THEN 'no'
        ELSE 'unknown'
      END AS "increased_reimbursement",
      CAST(CASE WHEN TRUE THEN 1 ELSE 0 END AS BIGINT) AS "part"
    FROM "derived_population_year" AS "t0"
    WHERE
      "t0"."year" = 2022
      AND TRUE
      AND NOT "t0"."region_code" IS NULL
      AND NOT "t0"."province_code" IS NULL
      AND NOT "t0"."arrondissement_code" IS NULL
      AND NOT "t0"."municipality_code" IS NULL
  ) AS "t1"
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
  'insured' AS "indicator",
  "t13"."year",
  "t13"."level",
  "t13"."area_code",
  "t13"."split",
  "t13"."category",
  "t13"."numerator",
  "t13"."denominator",
  "t13"."numerator" AS "contributors",
  LEAST("t13"."numerator", 1) AS "largest",
  LEAST(GREATEST("t13"."numerator" - 1, 0), 1) AS "second_largest",
  CAST(NULL AS BIGINT) AS "squares"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t11"."year",
      "t11"."level",
      "t11"."area_code",
      "t11"."split",
      "t11"."category",
      CAST(CAST(COALESCE(SUM("t11"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t11"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
    FROM (
      SELECT
        "t9"."year",
        "t9"."level",
        "t9"."split",
        "t9"."numerator",
        "t9"."denominator",
        CASE "t9"."level"
          WHEN 'country'
          THEN 'BE'
          WHEN 'region'
          THEN "t9"."region_code"
          WHEN 'province'
          THEN "t9"."province_code"
          WHEN 'arrondissement'
          THEN "t9"."arrondissement_code"
          ELSE NULL
        END AS "area_code",
        CASE "t9"."split"
          WHEN 'total'
          THEN 'all'
          WHEN 'sex'
          THEN "t9"."sex"
          WHEN 'age_class'
          THEN "t9"."age_class"
          WHEN 'increased_reimbursement'
          THEN "t9"."increased_reimbursement"
          WHEN 'sex*age_class'
          THEN "t9"."sex" || '*' || "t9"."age_class"
          WHEN 'sex*increased_reimbursement'
          THEN "t9"."sex" || '*' || "t9"."increased_reimbursement"
          WHEN 'age_class*increased_reimbursement'
          THEN "t9"."age_class" || '*' || "t9"."increased_reimbursement"
          WHEN 'sex*age_class*increased_reimbursement'
          THEN "t9"."sex" || '*' || "t9"."age_class" || '*' || "t9"."increased_reimbursement"
          ELSE NULL
        END AS "category"
      FROM (
        SELECT
          "t8"."year",
          "t8"."region_code",
          "t8"."province_code",
          "t8"."arrondissement_code",
          "t8"."sex",
          "t8"."age_class",
          "t8"."increased_reimbursement",
          "t8"."numerator",
          "t8"."denominator",
          "t8"."level",
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
            "t6"."year",
            "t6"."region_code",
            "t6"."province_code",
            "t6"."arrondissement_code",
            "t6"."sex",
            "t6"."age_class",
            "t6"."increased_reimbursement",
            "t6"."numerator",
            "t6"."denominator",
            UNNEST(CAST(['country', 'region', 'province', 'arrondissement'] AS TEXT[])) AS "level"
          FROM (
            SELECT
              "t3"."year",
              "t3"."region_code",
              "t3"."province_code",
              "t3"."arrondissement_code",
              "t3"."sex",
              "t3"."age_class",
              "t3"."increased_reimbursement",
              CAST(CAST(COALESCE(SUM("t3"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
              CAST(CAST(COALESCE(SUM("t3"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
            FROM "t2" AS "t3"
            GROUP BY
              1,
              2,
              3,
              4,
              5,
              6,
              7
          ) AS "t6"
        ) AS "t8"
      ) AS "t9"
      WHERE
        (
          "t9"."level" IN ('country', 'region', 'province')
          AND "t9"."split" IN (
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
          "t9"."level" IN ('arrondissement')
          AND "t9"."split" IN ('total', 'sex', 'age_class', 'increased_reimbursement')
        )
    ) AS "t11"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t12"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t7"."year",
      "t7"."level",
      "t7"."area_code",
      "t7"."split",
      "t7"."category",
      CAST(CAST(COALESCE(SUM("t7"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t7"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
    FROM (
      SELECT
        "t5"."year",
        "t5"."level",
        "t5"."split",
        "t5"."numerator",
        "t5"."denominator",
        CASE "t5"."level" WHEN 'municipality' THEN "t5"."municipality_code" ELSE NULL END AS "area_code",
        CASE "t5"."split"
          WHEN 'total'
          THEN 'all'
          WHEN 'sex'
          THEN "t5"."sex"
          WHEN 'increased_reimbursement'
          THEN "t5"."increased_reimbursement"
          ELSE NULL
        END AS "category"
      FROM (
        SELECT
          "t4"."year",
          "t4"."region_code",
          "t4"."province_code",
          "t4"."arrondissement_code",
          "t4"."municipality_code",
          "t4"."sex",
          "t4"."age_class",
          "t4"."increased_reimbursement",
          "t4"."numerator",
          "t4"."denominator",
          "t4"."level",
          UNNEST(CAST(['total', 'sex', 'increased_reimbursement'] AS TEXT[])) AS "split"
        FROM (
          SELECT
            "t3"."year",
            "t3"."region_code",
            "t3"."province_code",
            "t3"."arrondissement_code",
            "t3"."municipality_code",
            "t3"."sex",
            "t3"."age_class",
            "t3"."increased_reimbursement",
            "t3"."numerator",
            "t3"."denominator",
            UNNEST(CAST(['municipality'] AS TEXT[])) AS "level"
          FROM "t2" AS "t3"
        ) AS "t4"
      ) AS "t5"
    ) AS "t7"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t10"
) AS "t13"
