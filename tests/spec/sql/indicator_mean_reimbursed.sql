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
    CAST(CAST(COALESCE(SUM("t8"."part"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
    COUNT(*) AS "denominator",
    COUNT(CASE WHEN "t8"."part" <> 0 THEN 1 ELSE NULL END) AS "contributors",
    CAST(CAST(COALESCE(SUM("t8"."part" * "t8"."part"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
    MAX("t8"."size") AS "largest",
    COALESCE(MAX(CASE WHEN "t8"."place" = 1 THEN "t8"."size" ELSE NULL END), 0) AS "second_largest"
  FROM (
    SELECT
      "t7"."person_id",
      "t7"."year",
      "t7"."region_code",
      "t7"."province_code",
      "t7"."arrondissement_code",
      "t7"."municipality_code",
      "t7"."sex",
      "t7"."age_class",
      "t7"."increased_reimbursement",
      "t7"."part",
      ABS("t7"."part") AS "size",
      ROW_NUMBER() OVER (
        PARTITION BY "t7"."year", "t7"."region_code", "t7"."province_code", "t7"."arrondissement_code", "t7"."municipality_code", "t7"."sex", "t7"."age_class", "t7"."increased_reimbursement"
        ORDER BY ABS("t7"."part") DESC, "t7"."person_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
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
        COALESCE("t6"."reimbursed_cents", 0) AS "part"
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
          COALESCE("t5"."reimbursed_cents", 0) AS "reimbursed_cents"
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
            "t1"."reimbursed_cents"
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
  'mean_reimbursed' AS "indicator",
  "t23"."year",
  "t23"."level",
  "t23"."area_code",
  "t23"."split",
  "t23"."category",
  "t23"."numerator",
  "t23"."denominator",
  "t23"."contributors",
  "t23"."largest",
  "t23"."second_largest",
  CASE
    WHEN (
      "t23"."level" = 'country'
    ) AND (
      "t23"."split" = 'total'
    )
    THEN "t23"."squares"
    ELSE CAST(NULL AS BIGINT)
  END AS "squares"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t21"."year",
      "t21"."level",
      "t21"."area_code",
      "t21"."split",
      "t21"."category",
      CAST(CAST(COALESCE(SUM("t21"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t21"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
      CAST(CAST(COALESCE(SUM("t21"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
      CAST(CAST(COALESCE(SUM("t21"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
      MAX("t21"."largest") AS "largest",
      MAX(CASE WHEN "t21"."place" = 0 THEN "t21"."second_largest" ELSE "t21"."largest" END) AS "second_largest"
    FROM (
      SELECT
        "t20"."year",
        "t20"."level",
        "t20"."area_code",
        "t20"."split",
        "t20"."category",
        "t20"."numerator",
        "t20"."denominator",
        "t20"."contributors",
        "t20"."squares",
        "t20"."largest",
        "t20"."second_largest",
        ROW_NUMBER() OVER (
          PARTITION BY "t20"."year", "t20"."level", "t20"."area_code", "t20"."split", "t20"."category"
          ORDER BY "t20"."largest" DESC, "t20"."second_largest" DESC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          "t18"."year",
          "t18"."level",
          "t18"."split",
          "t18"."numerator",
          "t18"."denominator",
          "t18"."contributors",
          "t18"."squares",
          "t18"."largest",
          "t18"."second_largest",
          CASE "t18"."level"
            WHEN 'country'
            THEN 'BE'
            WHEN 'region'
            THEN "t18"."region_code"
            WHEN 'province'
            THEN "t18"."province_code"
            WHEN 'arrondissement'
            THEN "t18"."arrondissement_code"
            ELSE NULL
          END AS "area_code",
          CASE "t18"."split"
            WHEN 'total'
            THEN 'all'
            WHEN 'sex'
            THEN "t18"."sex"
            WHEN 'age_class'
            THEN "t18"."age_class"
            WHEN 'increased_reimbursement'
            THEN "t18"."increased_reimbursement"
            WHEN 'sex*age_class'
            THEN "t18"."sex" || '*' || "t18"."age_class"
            WHEN 'sex*increased_reimbursement'
            THEN "t18"."sex" || '*' || "t18"."increased_reimbursement"
            WHEN 'age_class*increased_reimbursement'
            THEN "t18"."age_class" || '*' || "t18"."increased_reimbursement"
            WHEN 'sex*age_class*increased_reimbursement'
            THEN "t18"."sex" || '*' || "t18"."age_class" || '*' || "t18"."increased_reimbursement"
            ELSE NULL
          END AS "category"
        FROM (
          SELECT
            "t17"."year",
            "t17"."region_code",
            "t17"."province_code",
            "t17"."arrondissement_code",
            "t17"."sex",
            "t17"."age_class",
            "t17"."increased_reimbursement",
            "t17"."numerator",
            "t17"."denominator",
            "t17"."contributors",
            "t17"."squares",
            "t17"."largest",
            "t17"."second_largest",
            "t17"."level",
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
              "t15"."year",
              "t15"."region_code",
              "t15"."province_code",
              "t15"."arrondissement_code",
              "t15"."sex",
              "t15"."age_class",
              "t15"."increased_reimbursement",
              "t15"."numerator",
              "t15"."denominator",
              "t15"."contributors",
              "t15"."squares",
              "t15"."largest",
              "t15"."second_largest",
              UNNEST(CAST(['country', 'region', 'province', 'arrondissement'] AS TEXT[])) AS "level"
            FROM (
              SELECT
                "t13"."year",
                "t13"."region_code",
                "t13"."province_code",
                "t13"."arrondissement_code",
                "t13"."sex",
                "t13"."age_class",
                "t13"."increased_reimbursement",
                CAST(CAST(COALESCE(SUM("t13"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
                CAST(CAST(COALESCE(SUM("t13"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
                CAST(CAST(COALESCE(SUM("t13"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
                CAST(CAST(COALESCE(SUM("t13"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
                MAX("t13"."largest") AS "largest",
                MAX(CASE WHEN "t13"."place" = 0 THEN "t13"."second_largest" ELSE "t13"."largest" END) AS "second_largest"
              FROM (
                SELECT
                  "t10"."year",
                  "t10"."region_code",
                  "t10"."province_code",
                  "t10"."arrondissement_code",
                  "t10"."sex",
                  "t10"."age_class",
                  "t10"."increased_reimbursement",
                  "t10"."numerator",
                  "t10"."denominator",
                  "t10"."contributors",
                  "t10"."squares",
                  "t10"."largest",
                  "t10"."second_largest",
                  ROW_NUMBER() OVER (
                    PARTITION BY "t10"."year", "t10"."region_code", "t10"."province_code", "t10"."arrondissement_code", "t10"."sex", "t10"."age_class", "t10"."increased_reimbursement"
                    ORDER BY "t10"."largest" DESC, "t10"."second_largest" DESC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) - 1 AS "place"
                FROM "t9" AS "t10"
              ) AS "t13"
              GROUP BY
                1,
                2,
                3,
                4,
                5,
                6,
                7
            ) AS "t15"
          ) AS "t17"
        ) AS "t18"
        WHERE
          (
            "t18"."level" IN ('country', 'region', 'province')
            AND "t18"."split" IN (
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
            "t18"."level" IN ('arrondissement')
            AND "t18"."split" IN ('total', 'sex', 'age_class', 'increased_reimbursement', 'sex*age_class')
          )
      ) AS "t20"
    ) AS "t21"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t22"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t16"."year",
      "t16"."level",
      "t16"."area_code",
      "t16"."split",
      "t16"."category",
      CAST(CAST(COALESCE(SUM("t16"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t16"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
      CAST(CAST(COALESCE(SUM("t16"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
      CAST(CAST(COALESCE(SUM("t16"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
      MAX("t16"."largest") AS "largest",
      MAX(CASE WHEN "t16"."place" = 0 THEN "t16"."second_largest" ELSE "t16"."largest" END) AS "second_largest"
    FROM (
      SELECT
        "t14"."year",
        "t14"."level",
        "t14"."area_code",
        "t14"."split",
        "t14"."category",
        "t14"."numerator",
        "t14"."denominator",
        "t14"."contributors",
        "t14"."squares",
        "t14"."largest",
        "t14"."second_largest",
        ROW_NUMBER() OVER (
          PARTITION BY "t14"."year", "t14"."level", "t14"."area_code", "t14"."split", "t14"."category"
          ORDER BY "t14"."largest" DESC, "t14"."second_largest" DESC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          "t12"."year",
          "t12"."level",
          "t12"."split",
          "t12"."numerator",
          "t12"."denominator",
          "t12"."contributors",
          "t12"."squares",
          "t12"."largest",
          "t12"."second_largest",
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
            "t11"."contributors",
            "t11"."squares",
            "t11"."largest",
            "t11"."second_largest",
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
              "t10"."contributors",
              "t10"."squares",
              "t10"."largest",
              "t10"."second_largest",
              UNNEST(CAST(['municipality'] AS TEXT[])) AS "level"
            FROM "t9" AS "t10"
          ) AS "t11"
        ) AS "t12"
      ) AS "t14"
    ) AS "t16"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t19"
) AS "t23"
