WITH "t15" AS (
  SELECT
    "t14"."year",
    "t14"."region_code",
    "t14"."province_code",
    "t14"."arrondissement_code",
    "t14"."municipality_code",
    "t14"."sex",
    "t14"."age_class",
    "t14"."increased_reimbursement",
    COUNT(CASE WHEN "t14"."part" <> 0 THEN 1 ELSE NULL END) AS "numerator",
    COUNT(*) AS "denominator"
  FROM (
    SELECT
      "t13"."person_id",
      "t13"."year",
      "t13"."region_code",
      "t13"."province_code",
      "t13"."arrondissement_code",
      "t13"."municipality_code",
      COALESCE("t13"."sex", 'unknown') AS "sex",
      CASE
        WHEN "t13"."age" BETWEEN 0 AND 4
        THEN '00-04'
        WHEN "t13"."age" BETWEEN 5 AND 14
        THEN '05-14'
        WHEN "t13"."age" BETWEEN 15 AND 24
        THEN '15-24'
        WHEN "t13"."age" BETWEEN 25 AND 34
        THEN '25-34'
        WHEN "t13"."age" BETWEEN 35 AND 44
        THEN '35-44'
        WHEN "t13"."age" BETWEEN 45 AND 54
        THEN '45-54'
        WHEN "t13"."age" BETWEEN 55 AND 64
        THEN '55-64'
        WHEN "t13"."age" BETWEEN 65 AND 74
        THEN '65-74'
        WHEN "t13"."age" BETWEEN 75 AND 84
        THEN '75-84'
        WHEN "t13"."age" >= 85
        THEN '85+'
        ELSE 'unknown'
      END AS "age_class",
      CASE
        WHEN "t13"."is_increased_reimbursement"
        THEN 'yes'
        WHEN NOT (
          "t13"."is_increased_reimbursement"
        )
        THEN 'no'
        ELSE 'unknown'
      END AS "increased_reimbursement",
      CAST(CASE
        WHEN (
          (
            "t13"."loop_diuretics_ddd" >= 90000
          ) AND (
            "t13"."hf_base_ddd" >= 90000
          )
        )
        OR (
          "t13"."arni_packages" >= 1
        )
        OR (
          "t13"."heart_failure_records" >= 1
        )
        THEN 1
        ELSE 0
      END AS BIGINT) AS "part"
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
        COALESCE("t11"."loop_diuretics_ddd", 0) AS "loop_diuretics_ddd",
        COALESCE("t11"."hf_base_ddd", 0) AS "hf_base_ddd",
        COALESCE("t11"."arni_packages", 0) AS "arni_packages",
        COALESCE("t12"."heart_failure_records", 0) AS "heart_failure_records"
      FROM (
        SELECT
          *
        FROM "derived_population_year" AS "t0"
        WHERE
          "t0"."year" = 2022
      ) AS "t6"
      LEFT OUTER JOIN (
        SELECT
          "t7"."person_id" AS "brought_by",
          "t7"."loop_diuretics_ddd",
          "t7"."hf_base_ddd",
          "t7"."arni_packages"
        FROM (
          SELECT
            "t4"."person_id",
            SUM(CASE WHEN "t4"."atc_4" IN ('C03C') THEN "t4"."ddd_thousandths" ELSE NULL END) AS "loop_diuretics_ddd",
            SUM(
              CASE WHEN "t4"."atc_3" IN ('C07', 'C09') THEN "t4"."ddd_thousandths" ELSE NULL END
            ) AS "hf_base_ddd",
            SUM(CASE WHEN "t4"."atc_7" IN ('C09DX04') THEN "t4"."packages" ELSE NULL END) AS "arni_packages"
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
          ) AS "t4"
          GROUP BY
            1
        ) AS "t7"
      ) AS "t11"
        ON "t6"."person_id" = "t11"."brought_by"
      LEFT OUTER JOIN (
        SELECT
          "t8"."person_id" AS "brought_by",
          "t8"."heart_failure_records"
        FROM (
          SELECT
            "t5"."person_id",
            SUM(CASE WHEN "t5"."item" IN ('K77') THEN "t5"."records" ELSE NULL END) AS "heart_failure_records"
          FROM (
            SELECT
              *
            FROM "derived_person_year_record" AS "t2"
            WHERE
              "t2"."year" = 2022
          ) AS "t5"
          GROUP BY
            1
        ) AS "t8"
      ) AS "t12"
        ON "t6"."person_id" = "t12"."brought_by"
    ) AS "t13"
    WHERE
      TRUE
      AND NOT "t13"."region_code" IS NULL
      AND NOT "t13"."province_code" IS NULL
      AND NOT "t13"."arrondissement_code" IS NULL
      AND NOT "t13"."municipality_code" IS NULL
  ) AS "t14"
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
  'hf_prevalence' AS "indicator",
  "t26"."year",
  "t26"."level",
  "t26"."area_code",
  "t26"."split",
  "t26"."category",
  "t26"."numerator",
  "t26"."denominator",
  "t26"."numerator" AS "contributors",
  LEAST("t26"."numerator", 1) AS "largest",
  LEAST(GREATEST("t26"."numerator" - 1, 0), 1) AS "second_largest",
  CAST(NULL AS BIGINT) AS "squares"
FROM (
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
      CAST(CAST(COALESCE(SUM("t24"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
    FROM (
      SELECT
        "t22"."year",
        "t22"."level",
        "t22"."split",
        "t22"."numerator",
        "t22"."denominator",
        CASE "t22"."level"
          WHEN 'country'
          THEN 'BE'
          WHEN 'region'
          THEN "t22"."region_code"
          WHEN 'province'
          THEN "t22"."province_code"
          WHEN 'arrondissement'
          THEN "t22"."arrondissement_code"
          ELSE NULL
        END AS "area_code",
        CASE "t22"."split"
          WHEN 'total'
          THEN 'all'
          WHEN 'sex'
          THEN "t22"."sex"
          WHEN 'age_class'
          THEN "t22"."age_class"
          WHEN 'increased_reimbursement'
          THEN "t22"."increased_reimbursement"
          WHEN 'sex*age_class'
          THEN "t22"."sex" || '*' || "t22"."age_class"
          WHEN 'sex*increased_reimbursement'
          THEN "t22"."sex" || '*' || "t22"."increased_reimbursement"
          WHEN 'age_class*increased_reimbursement'
          THEN "t22"."age_class" || '*' || "t22"."increased_reimbursement"
          WHEN 'sex*age_class*increased_reimbursement'
          THEN "t22"."sex" || '*' || "t22"."age_class" || '*' || "t22"."increased_reimbursement"
          ELSE NULL
        END AS "category"
      FROM (
        SELECT
          "t21"."year",
          "t21"."region_code",
          "t21"."province_code",
          "t21"."arrondissement_code",
          "t21"."sex",
          "t21"."age_class",
          "t21"."increased_reimbursement",
          "t21"."numerator",
          "t21"."denominator",
          "t21"."level",
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
            "t19"."year",
            "t19"."region_code",
            "t19"."province_code",
            "t19"."arrondissement_code",
            "t19"."sex",
            "t19"."age_class",
            "t19"."increased_reimbursement",
            "t19"."numerator",
            "t19"."denominator",
            UNNEST(CAST(['country', 'region', 'province', 'arrondissement'] AS TEXT[])) AS "level"
          FROM (
            SELECT
              "t16"."year",
              "t16"."region_code",
              "t16"."province_code",
              "t16"."arrondissement_code",
              "t16"."sex",
              "t16"."age_class",
              "t16"."increased_reimbursement",
              CAST(CAST(COALESCE(SUM("t16"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
              CAST(CAST(COALESCE(SUM("t16"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
            FROM "t15" AS "t16"
            GROUP BY
              1,
              2,
              3,
              4,
              5,
              6,
              7
          ) AS "t19"
        ) AS "t21"
      ) AS "t22"
      WHERE
        (
          "t22"."level" IN ('country', 'region', 'province')
          AND "t22"."split" IN (
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
          "t22"."level" IN ('arrondissement')
          AND "t22"."split" IN ('total', 'sex', 'age_class', 'increased_reimbursement', 'sex*age_class')
        )
    ) AS "t24"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t25"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t20"."year",
      "t20"."level",
      "t20"."area_code",
      "t20"."split",
      "t20"."category",
      CAST(CAST(COALESCE(SUM("t20"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t20"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator"
    FROM (
      SELECT
        "t18"."year",
        "t18"."level",
        "t18"."split",
        "t18"."numerator",
        "t18"."denominator",
        CASE "t18"."level" WHEN 'municipality' THEN "t18"."municipality_code" ELSE NULL END AS "area_code",
        CASE "t18"."split"
          WHEN 'total'
          THEN 'all'
          WHEN 'sex'
          THEN "t18"."sex"
          WHEN 'increased_reimbursement'
          THEN "t18"."increased_reimbursement"
          ELSE NULL
        END AS "category"
      FROM (
        SELECT
          "t17"."year",
          "t17"."region_code",
          "t17"."province_code",
          "t17"."arrondissement_code",
          "t17"."municipality_code",
          "t17"."sex",
          "t17"."age_class",
          "t17"."increased_reimbursement",
          "t17"."numerator",
          "t17"."denominator",
          "t17"."level",
          UNNEST(CAST(['total', 'sex', 'increased_reimbursement'] AS TEXT[])) AS "split"
        FROM (
          SELECT
            "t16"."year",
            "t16"."region_code",
            "t16"."province_code",
            "t16"."arrondissement_code",
            "t16"."municipality_code",
            "t16"."sex",
            "t16"."age_class",
            "t16"."increased_reimbursement",
            "t16"."numerator",
            "t16"."denominator",
            UNNEST(CAST(['municipality'] AS TEXT[])) AS "level"
          FROM "t15" AS "t16"
        ) AS "t17"
      ) AS "t18"
    ) AS "t20"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t23"
) AS "t26"
