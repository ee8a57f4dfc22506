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
    CAST(CAST(COALESCE(SUM("t9"."part"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
    COUNT(*) AS "denominator",
    COUNT(*) FILTER(WHERE
      "t9"."part" <> 0) AS "contributors",
    CAST(CAST(COALESCE(SUM("t9"."part" * "t9"."part"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
    MAX("t9"."size") AS "largest",
    COALESCE(MAX("t9"."size") FILTER(WHERE
      "t9"."place" = 1), 0) AS "second_largest"
  FROM (
    SELECT
      "t8"."person_id",
      "t8"."year",
      "t8"."region_code",
      "t8"."province_code",
      "t8"."arrondissement_code",
      "t8"."municipality_code",
      "t8"."sex",
      "t8"."age_class",
      "t8"."increased_reimbursement",
      "t8"."part",
      ABS("t8"."part") AS "size",
      ROW_NUMBER() OVER (
        PARTITION BY "t8"."year", "t8"."region_code", "t8"."province_code", "t8"."arrondissement_code", "t8"."municipality_code", "t8"."sex", "t8"."age_class", "t8"."increased_reimbursement"
        ORDER BY ABS("t8"."part") DESC, "t8"."person_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
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
          "t5"."part"
        FROM (
          SELECT
            "t2"."person_id",
            CAST(CAST(COALESCE(SUM("t2"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "part"
          FROM (
            SELECT
              *
            FROM "derived_person_year" AS "t1"
            WHERE
              "t1"."year" = 2022
          ) AS "t2"
          GROUP BY
            1
        ) AS "t5"
      ) AS "t7"
        ON "t4"."person_id" = "t7"."brought_by"
    ) AS "t8"
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
  'mean_supplement' AS "indicator",
  "t24"."year",
  "t24"."level",
  "t24"."area_code",
  "t24"."split",
  "t24"."category",
  "t24"."numerator",
  "t24"."denominator",
  "t24"."contributors",
  "t24"."largest",
  "t24"."second_largest",
  CASE
    WHEN (
      "t24"."level" = 'country'
    ) AND (
      "t24"."split" = 'total'
    )
    THEN "t24"."squares"
    ELSE CAST(NULL AS BIGINT)
  END AS "squares"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t22"."year",
      "t22"."level",
      "t22"."area_code",
      "t22"."split",
      "t22"."category",
      CAST(CAST(COALESCE(SUM("t22"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t22"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
      CAST(CAST(COALESCE(SUM("t22"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
      CAST(CAST(COALESCE(SUM("t22"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
      MAX("t22"."largest") AS "largest",
      MAX(CASE WHEN "t22"."place" = 0 THEN "t22"."second_largest" ELSE "t22"."largest" END) AS "second_largest"
    FROM (
      SELECT
        "t21"."year",
        "t21"."level",
        "t21"."area_code",
        "t21"."split",
        "t21"."category",
        "t21"."numerator",
        "t21"."denominator",
        "t21"."contributors",
        "t21"."squares",
        "t21"."largest",
        "t21"."second_largest",
        ROW_NUMBER() OVER (
          PARTITION BY "t21"."year", "t21"."level", "t21"."area_code", "t21"."split", "t21"."category"
          ORDER BY "t21"."largest" DESC, "t21"."second_largest" DESC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          "t19"."year",
          "t19"."level",
          "t19"."split",
          "t19"."numerator",
          "t19"."denominator",
          "t19"."contributors",
          "t19"."squares",
          "t19"."largest",
          "t19"."second_largest",
          CASE "t19"."level"
            WHEN 'country'
            THEN 'BE'
            WHEN 'region'
            THEN "t19"."region_code"
            WHEN 'province'
            THEN "t19"."province_code"
            WHEN 'arrondissement'
            THEN "t19"."arrondissement_code"
            ELSE NULL
          END AS "area_code",
          CASE "t19"."split"
            WHEN 'total'
            THEN 'all'
            WHEN 'sex'
            THEN "t19"."sex"
            WHEN 'age_class'
            THEN "t19"."age_class"
            WHEN 'increased_reimbursement'
            THEN "t19"."increased_reimbursement"
            WHEN 'sex*age_class'
            THEN "t19"."sex" || '*' || "t19"."age_class"
            WHEN 'sex*increased_reimbursement'
            THEN "t19"."sex" || '*' || "t19"."increased_reimbursement"
            WHEN 'age_class*increased_reimbursement'
            THEN "t19"."age_class" || '*' || "t19"."increased_reimbursement"
            WHEN 'sex*age_class*increased_reimbursement'
            THEN "t19"."sex" || '*' || "t19"."age_class" || '*' || "t19"."increased_reimbursement"
            ELSE NULL
          END AS "category"
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
            "t18"."level",
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
              "t16"."year",
              "t16"."region_code",
              "t16"."province_code",
              "t16"."arrondissement_code",
              "t16"."sex",
              "t16"."age_class",
              "t16"."increased_reimbursement",
              "t16"."numerator",
              "t16"."denominator",
              "t16"."contributors",
              "t16"."squares",
              "t16"."largest",
              "t16"."second_largest",
              UNNEST(CAST(['country', 'region', 'province', 'arrondissement'] AS TEXT[])) AS "level"
            FROM (
              SELECT
                "t14"."year",
                "t14"."region_code",
                "t14"."province_code",
                "t14"."arrondissement_code",
                "t14"."sex",
                "t14"."age_class",
                "t14"."increased_reimbursement",
                CAST(CAST(COALESCE(SUM("t14"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
                CAST(CAST(COALESCE(SUM("t14"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
                CAST(CAST(COALESCE(SUM("t14"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
                CAST(CAST(COALESCE(SUM("t14"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
                MAX("t14"."largest") AS "largest",
                MAX(CASE WHEN "t14"."place" = 0 THEN "t14"."second_largest" ELSE "t14"."largest" END) AS "second_largest"
              FROM (
                SELECT
                  "t11"."year",
                  "t11"."region_code",
                  "t11"."province_code",
                  "t11"."arrondissement_code",
                  "t11"."sex",
                  "t11"."age_class",
                  "t11"."increased_reimbursement",
                  "t11"."numerator",
                  "t11"."denominator",
                  "t11"."contributors",
                  "t11"."squares",
                  "t11"."largest",
                  "t11"."second_largest",
                  ROW_NUMBER() OVER (
                    PARTITION BY "t11"."year", "t11"."region_code", "t11"."province_code", "t11"."arrondissement_code", "t11"."sex", "t11"."age_class", "t11"."increased_reimbursement"
                    ORDER BY "t11"."largest" DESC, "t11"."second_largest" DESC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) - 1 AS "place"
                FROM "t10" AS "t11"
              ) AS "t14"
              GROUP BY
                1,
                2,
                3,
                4,
                5,
                6,
                7
            ) AS "t16"
          ) AS "t18"
        ) AS "t19"
        WHERE
          (
            "t19"."level" IN ('country', 'region', 'province')
            AND "t19"."split" IN (
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
            "t19"."level" IN ('arrondissement')
            AND "t19"."split" IN ('total', 'sex', 'age_class', 'increased_reimbursement', 'sex*age_class')
          )
      ) AS "t21"
    ) AS "t22"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t23"
  UNION ALL
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
      CAST(CAST(COALESCE(SUM("t17"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
      CAST(CAST(COALESCE(SUM("t17"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
      CAST(CAST(COALESCE(SUM("t17"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
      MAX("t17"."largest") AS "largest",
      MAX(CASE WHEN "t17"."place" = 0 THEN "t17"."second_largest" ELSE "t17"."largest" END) AS "second_largest"
    FROM (
      SELECT
        "t15"."year",
        "t15"."level",
        "t15"."area_code",
        "t15"."split",
        "t15"."category",
        "t15"."numerator",
        "t15"."denominator",
        "t15"."contributors",
        "t15"."squares",
        "t15"."largest",
        "t15"."second_largest",
        ROW_NUMBER() OVER (
          PARTITION BY "t15"."year", "t15"."level", "t15"."area_code", "t15"."split", "t15"."category"
          ORDER BY "t15"."largest" DESC, "t15"."second_largest" DESC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          "t13"."year",
          "t13"."level",
          "t13"."split",
          "t13"."numerator",
          "t13"."denominator",
          "t13"."contributors",
          "t13"."squares",
          "t13"."largest",
          "t13"."second_largest",
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
            "t12"."contributors",
            "t12"."squares",
            "t12"."largest",
            "t12"."second_largest",
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
              "t11"."contributors",
              "t11"."squares",
              "t11"."largest",
              "t11"."second_largest",
              UNNEST(CAST(['municipality'] AS TEXT[])) AS "level"
            FROM "t10" AS "t11"
          ) AS "t12"
        ) AS "t13"
      ) AS "t15"
    ) AS "t17"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t20"
) AS "t24"
