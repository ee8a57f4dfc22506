WITH "t11" AS (
  SELECT
    "t10"."year",
    "t10"."region_code",
    "t10"."province_code",
    "t10"."arrondissement_code",
    "t10"."municipality_code",
    "t10"."sex",
    "t10"."age_class",
    "t10"."increased_reimbursement",
    CAST(CAST(COALESCE(SUM("t10"."part"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
    COUNT(*) AS "denominator",
    COUNT(CASE WHEN "t10"."part" <> 0 THEN 1 ELSE NULL END) AS "contributors",
    CAST(CAST(COALESCE(SUM("t10"."part" * "t10"."part"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
    MAX("t10"."size") AS "largest",
    COALESCE(MAX(CASE WHEN "t10"."place" = 1 THEN "t10"."size" ELSE NULL END), 0) AS "second_largest"
  FROM (
    SELECT
      "t9"."person_id",
      "t9"."year",
      "t9"."region_code",
      "t9"."province_code",
      "t9"."arrondissement_code",
      "t9"."municipality_code",
      "t9"."sex",
      "t9"."age_class",
      "t9"."increased_reimbursement",
      "t9"."part",
      ABS("t9"."part") AS "size",
      ROW_NUMBER() OVER (
        PARTITION BY "t9"."year", "t9"."region_code", "t9"."province_code", "t9"."arrondissement_code", "t9"."municipality_code", "t9"."sex", "t9"."age_class", "t9"."increased_reimbursement"
        ORDER BY ABS("t9"."part") DESC, "t9"."person_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
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
        COALESCE("t8"."antibiotics_ddd", 0) AS "part"
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
          COALESCE("t7"."antibiotics_ddd", 0) AS "antibiotics_ddd"
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
            "t5"."antibiotics_ddd"
          FROM (
            SELECT
              "t3"."person_id",
              SUM(CASE WHEN "t3"."atc_3" IN ('J01') THEN "t3"."ddd_thousandths" ELSE NULL END) AS "antibiotics_ddd"
            FROM (
              SELECT
                "t1"."person_id",
                "t1"."year",
                "t1"."atc_code",
                "t1"."ddd_thousandths",
                "t1"."packages",
                "t1"."reimbursed_cents",
                "t1"."own_cents",
                SUBSTRING(
                  "t1"."atc_code",
                  CASE WHEN (
                    0 + 1
                  ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."atc_code") END,
                  3
                ) AS "atc_3",
                SUBSTRING(
                  "t1"."atc_code",
                  CASE WHEN (
                    0 + 1
                  ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."atc_code") END,
                  4
                ) AS "atc_4",
                SUBSTRING(
                  "t1"."atc_code",
                  CASE WHEN (
                    0 + 1
                  ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."atc_code") END,
                  5
                ) AS "atc_5",
                SUBSTRING(
                  "t1"."atc_code",
                  CASE WHEN (
                    0 + 1
                  ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."atc_code") END,
                  7
                ) AS "atc_7"
              FROM "derived_person_year_drug" AS "t1"
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
  ) AS "t10"
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
  'antibiotics_ddd' AS "indicator",
  "t25"."year",
  "t25"."level",
  "t25"."area_code",
  "t25"."split",
  "t25"."category",
  "t25"."numerator",
  "t25"."denominator",
  "t25"."contributors",
  "t25"."largest",
  "t25"."second_largest",
  CASE
    WHEN (
      "t25"."level" = 'country'
    ) AND (
      "t25"."split" = 'total'
    )
    THEN "t25"."squares"
    ELSE CAST(NULL AS BIGINT)
  END AS "squares"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t23"."year",
      "t23"."level",
      "t23"."area_code",
      "t23"."split",
      "t23"."category",
      CAST(CAST(COALESCE(SUM("t23"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t23"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
      CAST(CAST(COALESCE(SUM("t23"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
      CAST(CAST(COALESCE(SUM("t23"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
      MAX("t23"."largest") AS "largest",
      MAX(CASE WHEN "t23"."place" = 0 THEN "t23"."second_largest" ELSE "t23"."largest" END) AS "second_largest"
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
          CASE "t20"."level"
            WHEN 'country'
            THEN 'BE'
            WHEN 'region'
            THEN "t20"."region_code"
            WHEN 'province'
            THEN "t20"."province_code"
            WHEN 'arrondissement'
            THEN "t20"."arrondissement_code"
            ELSE NULL
          END AS "area_code",
          CASE "t20"."split"
            WHEN 'total'
            THEN 'all'
            WHEN 'sex'
            THEN "t20"."sex"
            WHEN 'age_class'
            THEN "t20"."age_class"
            WHEN 'increased_reimbursement'
            THEN "t20"."increased_reimbursement"
            WHEN 'sex*age_class'
            THEN "t20"."sex" || '*' || "t20"."age_class"
            WHEN 'sex*increased_reimbursement'
            THEN "t20"."sex" || '*' || "t20"."increased_reimbursement"
            WHEN 'age_class*increased_reimbursement'
            THEN "t20"."age_class" || '*' || "t20"."increased_reimbursement"
            WHEN 'sex*age_class*increased_reimbursement'
            THEN "t20"."sex" || '*' || "t20"."age_class" || '*' || "t20"."increased_reimbursement"
            ELSE NULL
          END AS "category"
        FROM (
          SELECT
            "t19"."year",
            "t19"."region_code",
            "t19"."province_code",
            "t19"."arrondissement_code",
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
              UNNEST(CAST(['country', 'region', 'province', 'arrondissement'] AS TEXT[])) AS "level"
            FROM (
              SELECT
                "t15"."year",
                "t15"."region_code",
                "t15"."province_code",
                "t15"."arrondissement_code",
                "t15"."sex",
                "t15"."age_class",
                "t15"."increased_reimbursement",
                CAST(CAST(COALESCE(SUM("t15"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
                CAST(CAST(COALESCE(SUM("t15"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
                CAST(CAST(COALESCE(SUM("t15"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
                CAST(CAST(COALESCE(SUM("t15"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
                MAX("t15"."largest") AS "largest",
                MAX(CASE WHEN "t15"."place" = 0 THEN "t15"."second_largest" ELSE "t15"."largest" END) AS "second_largest"
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
                  "t12"."contributors",
                  "t12"."squares",
                  "t12"."largest",
                  "t12"."second_largest",
                  ROW_NUMBER() OVER (
                    PARTITION BY "t12"."year", "t12"."region_code", "t12"."province_code", "t12"."arrondissement_code", "t12"."sex", "t12"."age_class", "t12"."increased_reimbursement"
                    ORDER BY "t12"."largest" DESC, "t12"."second_largest" DESC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) - 1 AS "place"
                FROM "t11" AS "t12"
              ) AS "t15"
              GROUP BY
                1,
                2,
                3,
                4,
                5,
                6,
                7
            ) AS "t17"
          ) AS "t19"
        ) AS "t20"
        WHERE
          (
            "t20"."level" IN ('country', 'region', 'province')
            AND "t20"."split" IN (
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
            "t20"."level" IN ('arrondissement')
            AND "t20"."split" IN ('total', 'sex', 'age_class', 'increased_reimbursement', 'sex*age_class')
          )
      ) AS "t22"
    ) AS "t23"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t24"
  UNION ALL
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
      CAST(CAST(COALESCE(SUM("t18"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
      CAST(CAST(COALESCE(SUM("t18"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
      CAST(CAST(COALESCE(SUM("t18"."squares"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "squares",
      MAX("t18"."largest") AS "largest",
      MAX(CASE WHEN "t18"."place" = 0 THEN "t18"."second_largest" ELSE "t18"."largest" END) AS "second_largest"
    FROM (
      SELECT
        "t16"."year",
        "t16"."level",
        "t16"."area_code",
        "t16"."split",
        "t16"."category",
        "t16"."numerator",
        "t16"."denominator",
        "t16"."contributors",
        "t16"."squares",
        "t16"."largest",
        "t16"."second_largest",
        ROW_NUMBER() OVER (
          PARTITION BY "t16"."year", "t16"."level", "t16"."area_code", "t16"."split", "t16"."category"
          ORDER BY "t16"."largest" DESC, "t16"."second_largest" DESC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          "t14"."year",
          "t14"."level",
          "t14"."split",
          "t14"."numerator",
          "t14"."denominator",
          "t14"."contributors",
          "t14"."squares",
          "t14"."largest",
          "t14"."second_largest",
          CASE "t14"."level" WHEN 'municipality' THEN "t14"."municipality_code" ELSE NULL END AS "area_code",
          CASE "t14"."split"
            WHEN 'total'
            THEN 'all'
            WHEN 'sex'
            THEN "t14"."sex"
            WHEN 'increased_reimbursement'
            THEN "t14"."increased_reimbursement"
            ELSE NULL
          END AS "category"
        FROM (
          SELECT
            "t13"."year",
            "t13"."region_code",
            "t13"."province_code",
            "t13"."arrondissement_code",
            "t13"."municipality_code",
            "t13"."sex",
            "t13"."age_class",
            "t13"."increased_reimbursement",
            "t13"."numerator",
            "t13"."denominator",
            "t13"."contributors",
            "t13"."squares",
            "t13"."largest",
            "t13"."second_largest",
            "t13"."level",
            UNNEST(CAST(['total', 'sex', 'increased_reimbursement'] AS TEXT[])) AS "split"
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
              UNNEST(CAST(['municipality'] AS TEXT[])) AS "level"
            FROM "t11" AS "t12"
          ) AS "t13"
        ) AS "t14"
      ) AS "t16"
    ) AS "t18"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t21"
) AS "t25"
