WITH "t9" AS (
  SELECT
    "t8"."year",
    "t8"."region_code",
    "t8"."province_code",
    "t8"."arrondissement_code",
    "t8"."municipality_code",
    "t8"."sex",
    "t8"."age_class",
    "t8"."increased_reimbursement",
    COUNT(*) FILTER(WHERE
      "t8"."part" <> 0) AS "numerator",
    COUNT(*) AS "denominator"
  FROM (
    SELECT
      "t4"."person_id",
      "t4"."year",
      "t4"."region_code",
      "t4"."province_code",
      "t4"."arrondissement_code",
      "t4"."municipality_code",
      "t4"."sex",
      "t4"."age_class",
      "t4"."increased_reimbursement",
      COALESCE("t7"."part", 0) AS "part"
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
        END AS "increased_reimbursement"
      FROM "derived_population_year" AS "t0"
      WHERE
        "t0"."year" = 2022
        AND NOT "t0"."region_code" IS NULL
        AND NOT "t0"."province_code" IS NULL
        AND NOT "t0"."arrondissement_code" IS NULL
        AND NOT "t0"."municipality_code" IS NULL
    ) AS "t4"
    LEFT OUTER JOIN (
      SELECT
        "t5"."person_id" AS "brought_by",
        1 AS "part"
      FROM (
        SELECT
          "t2"."person_id",
          COUNT(DISTINCT "t2"."atc_code") AS "found"
        FROM (
          SELECT
            *
          FROM "derived_person_year_drug" AS "t1"
          WHERE
            "t1"."year" = 2022 AND "t1"."ddd_thousandths" >= 80000
        ) AS "t2"
        GROUP BY
          1
      ) AS "t5"
      WHERE
        "t5"."found" >= 5
    ) AS "t7"
      ON "t4"."person_id" = "t7"."brought_by"
  ) AS "t8"
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
  "t20"."year",
  "t20"."level",
  "t20"."area_code",
  "t20"."split",
  "t20"."category",
  "t20"."numerator",
  "t20"."denominator",
  "t20"."numerator" AS "contributors",
  LEAST("t20"."numerator", 1) AS "largest",
  LEAST(GREATEST("t20"."numerator" - 1, 0), 1) AS "second_largest",
  CAST(NULL AS BIGINT) AS "squares"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t18"."year",
      "t18"."level",
      "t18"."area_code",
      "t18"."split",
      "t18"."category",
      CAST(CAST(COALESCE(SUM("t18"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t18"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
    FROM (
      SELECT
        "t16"."year",
        "t16"."level",
        "t16"."split",
        "t16"."numerator",
        "t16"."denominator",
        CASE "t16"."level"
          WHEN 'country'
          THEN 'BE'
          WHEN 'region'
          THEN "t16"."region_code"
          WHEN 'province'
          THEN "t16"."province_code"
          WHEN 'arrondissement'
          THEN "t16"."arrondissement_code"
          ELSE NULL
        END AS "area_code",
        CASE "t16"."split"
          WHEN 'total'
          THEN 'all'
          WHEN 'sex'
          THEN "t16"."sex"
          WHEN 'age_class'
          THEN "t16"."age_class"
          WHEN 'increased_reimbursement'
          THEN "t16"."increased_reimbursement"
          WHEN 'sex*age_class'
          THEN "t16"."sex" || '*' || "t16"."age_class"
          WHEN 'sex*increased_reimbursement'
          THEN "t16"."sex" || '*' || "t16"."increased_reimbursement"
          WHEN 'age_class*increased_reimbursement'
          THEN "t16"."age_class" || '*' || "t16"."increased_reimbursement"
          WHEN 'sex*age_class*increased_reimbursement'
          THEN "t16"."sex" || '*' || "t16"."age_class" || '*' || "t16"."increased_reimbursement"
          ELSE NULL
        END AS "category"
      FROM (
        SELECT
          "t15"."year",
          "t15"."region_code",
          "t15"."province_code",
          "t15"."arrondissement_code",
          "t15"."sex",
          "t15"."age_class",
          "t15"."increased_reimbursement",
          "t15"."numerator",
          "t15"."denominator",
          "t15"."level",
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
            "t13"."year",
            "t13"."region_code",
            "t13"."province_code",
            "t13"."arrondissement_code",
            "t13"."sex",
            "t13"."age_class",
            "t13"."increased_reimbursement",
            "t13"."numerator",
            "t13"."denominator",
            UNNEST(CAST(['country', 'region', 'province', 'arrondissement'] AS TEXT[])) AS "level"
          FROM (
            SELECT
              "t10"."year",
              "t10"."region_code",
              "t10"."province_code",
              "t10"."arrondissement_code",
              "t10"."sex",
              "t10"."age_class",
              "t10"."increased_reimbursement",
              CAST(CAST(COALESCE(SUM("t10"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
              CAST(CAST(COALESCE(SUM("t10"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
            FROM "t9" AS "t10"
            GROUP BY
              1,
              2,
              3,
              4,
              5,
              6,
              7
          ) AS "t13"
        ) AS "t15"
      ) AS "t16"
      WHERE
        (
          "t16"."level" IN ('country', 'region', 'province')
          AND "t16"."split" IN (
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
          "t16"."level" IN ('arrondissement')
          AND "t16"."split" IN ('total', 'sex', 'age_class', 'increased_reimbursement', 'sex*age_class')
        )
    ) AS "t18"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t19"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t14"."year",
      "t14"."level",
      "t14"."area_code",
      "t14"."split",
      "t14"."category",
      CAST(CAST(COALESCE(SUM("t14"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t14"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
    FROM (
      SELECT
        "t12"."year",
        "t12"."level",
        "t12"."split",
        "t12"."numerator",
        "t12"."denominator",
        CASE "t12"."level" WHEN 'municipality' THEN "t12"."municipality_code" ELSE NULL END AS "area_code",
        CASE "t12"."split"
          WHEN 'total'
          THEN 'all'
          WHEN 'sex'
          THEN "t12"."sex"
          WHEN 'increased_reimbursement'
          THEN "t12"."increased_reimbursement"
          ELSE NULL
        END AS "category"
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
          "t11"."level",
          UNNEST(CAST(['total', 'sex', 'increased_reimbursement'] AS TEXT[])) AS "split"
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
            UNNEST(CAST(['municipality'] AS TEXT[])) AS "level"
          FROM "t9" AS "t10"
        ) AS "t11"
      ) AS "t12"
    ) AS "t14"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t17"
) AS "t20"
