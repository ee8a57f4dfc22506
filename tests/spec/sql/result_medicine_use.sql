WITH "t3" AS (
  SELECT
    "t0"."person_id",
    "t0"."year",
    "t0"."region_code",
    "t0"."province_code",
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
    END AS "age_class"
  FROM "derived_population_year" AS "t0"
  WHERE
    "t0"."year" = 2022
    AND NOT "t0"."region_code" IS NULL
    AND NOT "t0"."province_code" IS NULL
), "t8" AS (
  SELECT
    "t2"."brought_by",
    "t2"."atc_class",
    CAST(CAST(COALESCE(SUM("t2"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
    CAST(CAST(COALESCE(SUM("t2"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages",
    CAST(CAST(COALESCE(SUM("t2"."reimbursed"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed",
    CAST(CAST(COALESCE(SUM("t2"."own"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "own"
  FROM (
    SELECT
      "t1"."person_id" AS "brought_by",
      SUBSTRING(
        "t1"."atc_code",
        CASE WHEN (
          0 + 1
        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t1"."atc_code") END,
        5
      ) AS "atc_class",
      "t1"."ddd_thousandths" AS "ddd",
      "t1"."packages",
      "t1"."reimbursed_cents" AS "reimbursed",
      "t1"."own_cents" AS "own"
    FROM "derived_person_year_drug" AS "t1"
    WHERE
      "t1"."year" = 2022
  ) AS "t2"
  GROUP BY
    1,
    2
), "t10" AS (
  SELECT
    "t7"."year",
    "t7"."region_code",
    "t7"."province_code",
    "t7"."sex",
    "t7"."age_class",
    "t7"."insured",
    DENSE_RANK() OVER (
      ORDER BY "t7"."year" ASC, "t7"."region_code" ASC, "t7"."province_code" ASC, "t7"."sex" ASC, "t7"."age_class" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT
      "t5"."year",
      "t5"."region_code",
      "t5"."province_code",
      "t5"."sex",
      "t5"."age_class",
      COUNT(*) AS "insured"
    FROM "t3" AS "t5"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t7"
), "t19" AS (
  SELECT
    "t12"."brought_by",
    "t12"."atc_class",
    CAST(CAST(COALESCE(SUM("t12"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
    CAST(CAST(COALESCE(SUM("t12"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages",
    CAST(CAST(COALESCE(SUM("t12"."reimbursed"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed",
    CAST(CAST(COALESCE(SUM("t12"."own"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "own"
  FROM (
    SELECT
      "t9"."brought_by",
      SUBSTRING(
        "t9"."atc_class",
        CASE WHEN (
          0 + 1
        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t9"."atc_class") END,
        4
      ) AS "atc_class",
      "t9"."ddd",
      "t9"."packages",
      "t9"."reimbursed",
      "t9"."own"
    FROM "t8" AS "t9"
  ) AS "t12"
  GROUP BY
    1,
    2
), "t24" AS (
  SELECT
    "t21"."year",
    "t21"."level",
    "t21"."split",
    "t21"."place",
    "t21"."insured",
    "t21"."area_code",
    "t21"."category",
    DENSE_RANK() OVER (
      ORDER BY "t21"."year" ASC, "t21"."level" ASC, "t21"."area_code" ASC, "t21"."split" ASC, "t21"."category" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "cell"
  FROM (
    SELECT
      "t18"."year",
      "t18"."level",
      "t18"."split",
      "t18"."place",
      "t18"."insured",
      CASE "t18"."level"
        WHEN 'country'
        THEN 'BE'
        WHEN 'region'
        THEN "t18"."region_code"
        WHEN 'province'
        THEN "t18"."province_code"
        ELSE NULL
      END AS "area_code",
      CASE "t18"."split"
        WHEN 'total'
        THEN 'all'
        WHEN 'sex'
        THEN "t18"."sex"
        WHEN 'age_class'
        THEN "t18"."age_class"
        WHEN 'sex*age_class'
        THEN "t18"."sex" || '*' || "t18"."age_class"
        ELSE NULL
      END AS "category"
    FROM (
      SELECT
        "t14"."year",
        "t14"."region_code",
        "t14"."province_code",
        "t14"."sex",
        "t14"."age_class",
        "t14"."insured",
        "t14"."place",
        "t14"."level",
        UNNEST(CAST(['total', 'sex', 'age_class', 'sex*age_class'] AS TEXT[])) AS "split"
      FROM (
        SELECT
          "t11"."year",
          "t11"."region_code",
          "t11"."province_code",
          "t11"."sex",
          "t11"."age_class",
          "t11"."insured",
          "t11"."place",
          UNNEST(CAST(['country', 'region', 'province'] AS TEXT[])) AS "level"
        FROM "t10" AS "t11"
      ) AS "t14"
    ) AS "t18"
  ) AS "t21"
), "t26" AS (
  SELECT
    "t22"."brought_by",
    "t22"."atc_class",
    CAST(CAST(COALESCE(SUM("t22"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
    CAST(CAST(COALESCE(SUM("t22"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages",
    CAST(CAST(COALESCE(SUM("t22"."reimbursed"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed",
    CAST(CAST(COALESCE(SUM("t22"."own"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "own"
  FROM (
    SELECT
      "t20"."brought_by",
      SUBSTRING(
        "t20"."atc_class",
        CASE WHEN (
          0 + 1
        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t20"."atc_class") END,
        3
      ) AS "atc_class",
      "t20"."ddd",
      "t20"."packages",
      "t20"."reimbursed",
      "t20"."own"
    FROM "t19" AS "t20"
  ) AS "t22"
  GROUP BY
    1,
    2
), "t41" AS (
  SELECT
    "t17"."place",
    "t40"."atc_class",
    "t40"."atc_level",
    "t40"."ddd",
    "t40"."packages",
    "t40"."reimbursed",
    "t40"."own"
  FROM "t3" AS "t6"
  INNER JOIN (
    SELECT
      "t11"."place",
      "t11"."year" AS "of_year",
      "t11"."region_code" AS "of_region_code",
      "t11"."province_code" AS "of_province_code",
      "t11"."sex" AS "of_sex",
      "t11"."age_class" AS "of_age_class"
    FROM "t10" AS "t11"
  ) AS "t17"
    ON "t6"."year" = "t17"."of_year"
    AND "t6"."region_code" = "t17"."of_region_code"
    AND "t6"."province_code" = "t17"."of_province_code"
    AND "t6"."sex" = "t17"."of_sex"
    AND "t6"."age_class" = "t17"."of_age_class"
  INNER JOIN (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t20"."brought_by",
          "t20"."atc_class",
          "t20"."ddd",
          "t20"."packages",
          "t20"."reimbursed",
          "t20"."own",
          3 AS "atc_level"
        FROM "t19" AS "t20"
        WHERE
          LENGTH("t20"."atc_class") = 4
      ) AS "t23"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t27"."brought_by",
          "t27"."atc_class",
          "t27"."ddd",
          "t27"."packages",
          "t27"."reimbursed",
          "t27"."own",
          2 AS "atc_level"
        FROM "t26" AS "t27"
        WHERE
          LENGTH("t27"."atc_class") = 3
      ) AS "t32"
    ) AS "t33"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t36"."brought_by",
          "t36"."atc_class",
          "t36"."ddd",
          "t36"."packages",
          "t36"."reimbursed",
          "t36"."own",
          1 AS "atc_level"
        FROM (
          SELECT
            "t30"."brought_by",
            "t30"."atc_class",
            CAST(CAST(COALESCE(SUM("t30"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
            CAST(CAST(COALESCE(SUM("t30"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages",
            CAST(CAST(COALESCE(SUM("t30"."reimbursed"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed",
            CAST(CAST(COALESCE(SUM("t30"."own"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "own"
          FROM (
            SELECT
              "t27"."brought_by",
              SUBSTRING(
                "t27"."atc_class",
                CASE WHEN (
                  0 + 1
                ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t27"."atc_class") END,
                1
              ) AS "atc_class",
              "t27"."ddd",
              "t27"."packages",
              "t27"."reimbursed",
              "t27"."own"
            FROM "t26" AS "t27"
          ) AS "t30"
          GROUP BY
            1,
            2
        ) AS "t36"
        WHERE
          LENGTH("t36"."atc_class") = 1
      ) AS "t37"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."person_id" AS "brought_by",
            "t1"."atc_code" AS "atc_class",
            "t1"."ddd_thousandths" AS "ddd",
            "t1"."packages",
            "t1"."reimbursed_cents" AS "reimbursed",
            "t1"."own_cents" AS "own",
            5 AS "atc_level"
          FROM "derived_person_year_drug" AS "t1"
          WHERE
            "t1"."year" = 2022 AND LENGTH("t1"."atc_code") = 7
        ) AS "t4"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t9"."brought_by",
            "t9"."atc_class",
            "t9"."ddd",
            "t9"."packages",
            "t9"."reimbursed",
            "t9"."own",
            4 AS "atc_level"
          FROM "t8" AS "t9"
          WHERE
            LENGTH("t9"."atc_class") = 5
        ) AS "t13"
      ) AS "t16"
    ) AS "t38"
  ) AS "t40"
    ON "t6"."person_id" = "t40"."brought_by"
), "t45" AS (
  SELECT
    "t42"."place",
    "t42"."atc_class",
    "t42"."atc_level",
    COUNT(CASE WHEN "t42"."packages" >= 1 THEN 1 ELSE NULL END) AS "users",
    COUNT(CASE WHEN "t42"."ddd" <> 0 THEN 1 ELSE NULL END) AS "ddd_contributors",
    COUNT(CASE WHEN "t42"."packages" <> 0 THEN 1 ELSE NULL END) AS "packages_contributors",
    COUNT(CASE WHEN "t42"."reimbursed" <> 0 THEN 1 ELSE NULL END) AS "reimbursed_contributors",
    COUNT(CASE WHEN "t42"."own" <> 0 THEN 1 ELSE NULL END) AS "own_contributors",
    CAST(CAST(COALESCE(SUM("t42"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
    CAST(CAST(COALESCE(SUM("t42"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages",
    CAST(CAST(COALESCE(SUM("t42"."reimbursed"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed",
    CAST(CAST(COALESCE(SUM("t42"."own"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "own",
    MAX(ABS("t42"."ddd")) AS "largest_ddd",
    MAX(ABS("t42"."packages")) AS "largest_packages",
    MAX(ABS("t42"."reimbursed")) AS "largest_reimbursed",
    MAX(ABS("t42"."own")) AS "largest_own"
  FROM "t41" AS "t42"
  GROUP BY
    1,
    2,
    3
), "t54" AS (
  SELECT
    "t47"."place",
    "t47"."atc_class",
    "t47"."atc_level",
    "t47"."users",
    "t47"."ddd_contributors",
    "t47"."packages_contributors",
    "t47"."reimbursed_contributors",
    "t47"."own_contributors",
    "t47"."ddd",
    "t47"."packages",
    "t47"."reimbursed",
    "t47"."own",
    "t47"."largest_ddd",
    "t47"."largest_packages",
    "t47"."largest_reimbursed",
    "t47"."largest_own",
    CASE WHEN "t53"."tied_ddd" >= 2 THEN "t47"."largest_ddd" ELSE "t53"."below_ddd" END AS "second_ddd",
    CASE
      WHEN "t53"."tied_packages" >= 2
      THEN "t47"."largest_packages"
      ELSE "t53"."below_packages"
    END AS "second_packages",
    CASE
      WHEN "t53"."tied_reimbursed" >= 2
      THEN "t47"."largest_reimbursed"
      ELSE "t53"."below_reimbursed"
    END AS "second_reimbursed",
    CASE WHEN "t53"."tied_own" >= 2 THEN "t47"."largest_own" ELSE "t53"."below_own" END AS "second_own",
    UNNEST("t29"."cells") AS "cell"
  FROM "t45" AS "t47"
  INNER JOIN (
    SELECT
      "t51"."place" AS "of_place",
      "t51"."atc_class" AS "of_atc_class",
      "t51"."atc_level" AS "of_atc_level",
      "t51"."below_ddd",
      "t51"."tied_ddd",
      "t51"."below_packages",
      "t51"."tied_packages",
      "t51"."below_reimbursed",
      "t51"."tied_reimbursed",
      "t51"."below_own",
      "t51"."tied_own"
    FROM (
      SELECT
        "t50"."place",
        "t50"."atc_class",
        "t50"."atc_level",
        MAX(CASE WHEN "t50"."size_ddd" < "t50"."top_ddd" THEN "t50"."size_ddd" ELSE 0 END) AS "below_ddd",
        COUNT(CASE WHEN "t50"."size_ddd" = "t50"."top_ddd" THEN 1 ELSE NULL END) AS "tied_ddd",
        MAX(
          CASE
            WHEN "t50"."size_packages" < "t50"."top_packages"
            THEN "t50"."size_packages"
            ELSE 0
          END
        ) AS "below_packages",
        COUNT(CASE WHEN "t50"."size_packages" = "t50"."top_packages" THEN 1 ELSE NULL END) AS "tied_packages",
        MAX(
          CASE
            WHEN "t50"."size_reimbursed" < "t50"."top_reimbursed"
            THEN "t50"."size_reimbursed"
            ELSE 0
          END
        ) AS "below_reimbursed",
        COUNT(CASE WHEN "t50"."size_reimbursed" = "t50"."top_reimbursed" THEN 1 ELSE NULL END) AS "tied_reimbursed",
        MAX(CASE WHEN "t50"."size_own" < "t50"."top_own" THEN "t50"."size_own" ELSE 0 END) AS "below_own",
        COUNT(CASE WHEN "t50"."size_own" = "t50"."top_own" THEN 1 ELSE NULL END) AS "tied_own"
      FROM (
        SELECT
          "t44"."place",
          "t44"."atc_class",
          "t44"."atc_level",
          "t44"."size_ddd",
          "t44"."size_packages",
          "t44"."size_reimbursed",
          "t44"."size_own",
          "t49"."by_place",
          "t49"."by_atc_class",
          "t49"."by_atc_level",
          "t49"."top_ddd",
          "t49"."top_packages",
          "t49"."top_reimbursed",
          "t49"."top_own"
        FROM (
          SELECT
            "t42"."place",
            "t42"."atc_class",
            "t42"."atc_level",
            ABS("t42"."ddd") AS "size_ddd",
            ABS("t42"."packages") AS "size_packages",
            ABS("t42"."reimbursed") AS "size_reimbursed",
            ABS("t42"."own") AS "size_own"
          FROM "t41" AS "t42"
        ) AS "t44"
        INNER JOIN (
          SELECT
            "t46"."place" AS "by_place",
            "t46"."atc_class" AS "by_atc_class",
            "t46"."atc_level" AS "by_atc_level",
            "t46"."largest_ddd" AS "top_ddd",
            "t46"."largest_packages" AS "top_packages",
            "t46"."largest_reimbursed" AS "top_reimbursed",
            "t46"."largest_own" AS "top_own"
          FROM "t45" AS "t46"
        ) AS "t49"
          ON "t44"."place" = "t49"."by_place"
          AND "t44"."atc_class" = "t49"."by_atc_class"
          AND "t44"."atc_level" = "t49"."by_atc_level"
      ) AS "t50"
      GROUP BY
        1,
        2,
        3
    ) AS "t51"
  ) AS "t53"
    ON "t47"."place" = "t53"."of_place"
    AND "t47"."atc_class" = "t53"."of_atc_class"
    AND "t47"."atc_level" = "t53"."of_atc_level"
  INNER JOIN (
    SELECT
      "t25"."place" AS "of_place",
      ARRAY_AGG("t25"."cell") FILTER(WHERE
        NOT "t25"."cell" IS NULL) AS "cells"
    FROM "t24" AS "t25"
    GROUP BY
      1
  ) AS "t29"
    ON "t47"."place" = "t29"."of_place"
), "t58" AS (
  SELECT
    "t55"."cell",
    "t55"."atc_class",
    "t55"."atc_level",
    CAST(CAST(COALESCE(SUM("t55"."users"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "users",
    CAST(CAST(COALESCE(SUM("t55"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
    CAST(CAST(COALESCE(SUM("t55"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages",
    CAST(CAST(COALESCE(SUM("t55"."reimbursed"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed",
    CAST(CAST(COALESCE(SUM("t55"."own"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "own",
    CAST(CAST(COALESCE(SUM("t55"."ddd_contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd_contributors",
    CAST(CAST(COALESCE(SUM("t55"."packages_contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages_contributors",
    CAST(CAST(COALESCE(SUM("t55"."reimbursed_contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_contributors",
    CAST(CAST(COALESCE(SUM("t55"."own_contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "own_contributors",
    MAX("t55"."largest_ddd") AS "largest_ddd",
    MAX("t55"."largest_packages") AS "largest_packages",
    MAX("t55"."largest_reimbursed") AS "largest_reimbursed",
    MAX("t55"."largest_own") AS "largest_own"
  FROM "t54" AS "t55"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t67"."year",
  "t67"."level",
  "t67"."area_code",
  "t67"."split",
  "t67"."category",
  "t67"."atc_class",
  "t67"."atc_level",
  "t67"."insured",
  "t67"."users",
  "t67"."ddd_thousandths",
  "t67"."ddd_contributors",
  "t67"."ddd_largest",
  "t67"."ddd_second_largest",
  "t67"."packages",
  "t67"."packages_contributors",
  "t67"."packages_largest",
  "t67"."packages_second_largest",
  "t67"."reimbursed_cents",
  "t67"."reimbursed_contributors",
  "t67"."reimbursed_largest",
  "t67"."reimbursed_second_largest",
  "t67"."own_cents",
  "t67"."own_contributors",
  "t67"."own_largest",
  "t67"."own_second_largest"
FROM (
  SELECT
    "t35"."year",
    "t35"."level",
    "t35"."area_code",
    "t35"."split",
    "t35"."category",
    "t60"."atc_class",
    "t60"."atc_level",
    "t35"."insured",
    "t60"."users",
    "t60"."ddd_contributors",
    "t60"."packages_contributors",
    "t60"."reimbursed_contributors",
    "t60"."own_contributors",
    "t60"."ddd" AS "ddd_thousandths",
    "t60"."packages",
    "t60"."reimbursed" AS "reimbursed_cents",
    "t60"."own" AS "own_cents",
    "t60"."largest_ddd" AS "ddd_largest",
    "t60"."largest_packages" AS "packages_largest",
    "t60"."largest_reimbursed" AS "reimbursed_largest",
    "t60"."largest_own" AS "own_largest",
    CASE WHEN "t66"."tied_ddd" >= 2 THEN "t60"."largest_ddd" ELSE "t66"."below_ddd" END AS "ddd_second_largest",
    CASE
      WHEN "t66"."tied_packages" >= 2
      THEN "t60"."largest_packages"
      ELSE "t66"."below_packages"
    END AS "packages_second_largest",
    CASE
      WHEN "t66"."tied_reimbursed" >= 2
      THEN "t60"."largest_reimbursed"
      ELSE "t66"."below_reimbursed"
    END AS "reimbursed_second_largest",
    CASE WHEN "t66"."tied_own" >= 2 THEN "t60"."largest_own" ELSE "t66"."below_own" END AS "own_second_largest"
  FROM "t58" AS "t60"
  INNER JOIN (
    SELECT
      "t64"."cell" AS "of_cell",
      "t64"."atc_class" AS "of_atc_class",
      "t64"."atc_level" AS "of_atc_level",
      "t64"."below_ddd",
      "t64"."tied_ddd",
      "t64"."below_packages",
      "t64"."tied_packages",
      "t64"."below_reimbursed",
      "t64"."tied_reimbursed",
      "t64"."below_own",
      "t64"."tied_own"
    FROM (
      SELECT
        "t63"."cell",
        "t63"."atc_class",
        "t63"."atc_level",
        MAX(
          GREATEST(
            CASE WHEN "t63"."size_ddd" < "t63"."top_ddd" THEN "t63"."size_ddd" ELSE 0 END,
            CASE WHEN "t63"."size_ddd" = "t63"."top_ddd" THEN "t63"."next_ddd" ELSE 0 END
          )
        ) AS "below_ddd",
        COUNT(CASE WHEN "t63"."size_ddd" = "t63"."top_ddd" THEN 1 ELSE NULL END) AS "tied_ddd",
        MAX(
          GREATEST(
            CASE
              WHEN "t63"."size_packages" < "t63"."top_packages"
              THEN "t63"."size_packages"
              ELSE 0
            END,
            CASE
              WHEN "t63"."size_packages" = "t63"."top_packages"
              THEN "t63"."next_packages"
              ELSE 0
            END
          )
        ) AS "below_packages",
        COUNT(CASE WHEN "t63"."size_packages" = "t63"."top_packages" THEN 1 ELSE NULL END) AS "tied_packages",
        MAX(
          GREATEST(
            CASE
              WHEN "t63"."size_reimbursed" < "t63"."top_reimbursed"
              THEN "t63"."size_reimbursed"
              ELSE 0
            END,
            CASE
              WHEN "t63"."size_reimbursed" = "t63"."top_reimbursed"
              THEN "t63"."next_reimbursed"
              ELSE 0
            END
          )
        ) AS "below_reimbursed",
        COUNT(CASE WHEN "t63"."size_reimbursed" = "t63"."top_reimbursed" THEN 1 ELSE NULL END) AS "tied_reimbursed",
        MAX(
          GREATEST(
            CASE WHEN "t63"."size_own" < "t63"."top_own" THEN "t63"."size_own" ELSE 0 END,
            CASE WHEN "t63"."size_own" = "t63"."top_own" THEN "t63"."next_own" ELSE 0 END
          )
        ) AS "below_own",
        COUNT(CASE WHEN "t63"."size_own" = "t63"."top_own" THEN 1 ELSE NULL END) AS "tied_own"
      FROM (
        SELECT
          "t57"."cell",
          "t57"."atc_class",
          "t57"."atc_level",
          "t57"."size_ddd",
          "t57"."size_packages",
          "t57"."size_reimbursed",
          "t57"."size_own",
          "t57"."next_ddd",
          "t57"."next_packages",
          "t57"."next_reimbursed",
          "t57"."next_own",
          "t62"."by_cell",
          "t62"."by_atc_class",
          "t62"."by_atc_level",
          "t62"."top_ddd",
          "t62"."top_packages",
          "t62"."top_reimbursed",
          "t62"."top_own"
        FROM (
          SELECT
            "t55"."cell",
            "t55"."atc_class",
            "t55"."atc_level",
            "t55"."largest_ddd" AS "size_ddd",
            "t55"."largest_packages" AS "size_packages",
            "t55"."largest_reimbursed" AS "size_reimbursed",
            "t55"."largest_own" AS "size_own",
            "t55"."second_ddd" AS "next_ddd",
            "t55"."second_packages" AS "next_packages",
            "t55"."second_reimbursed" AS "next_reimbursed",
            "t55"."second_own" AS "next_own"
          FROM "t54" AS "t55"
        ) AS "t57"
        INNER JOIN (
          SELECT
            "t59"."cell" AS "by_cell",
            "t59"."atc_class" AS "by_atc_class",
            "t59"."atc_level" AS "by_atc_level",
            "t59"."largest_ddd" AS "top_ddd",
            "t59"."largest_packages" AS "top_packages",
            "t59"."largest_reimbursed" AS "top_reimbursed",
            "t59"."largest_own" AS "top_own"
          FROM "t58" AS "t59"
        ) AS "t62"
          ON "t57"."cell" = "t62"."by_cell"
          AND "t57"."atc_class" = "t62"."by_atc_class"
          AND "t57"."atc_level" = "t62"."by_atc_level"
      ) AS "t63"
      GROUP BY
        1,
        2,
        3
    ) AS "t64"
  ) AS "t66"
    ON "t60"."cell" = "t66"."of_cell"
    AND "t60"."atc_class" = "t66"."of_atc_class"
    AND "t60"."atc_level" = "t66"."of_atc_level"
  INNER JOIN (
    SELECT
      "t31"."cell" AS "of_cell",
      "t31"."year",
      "t31"."level",
      "t31"."area_code",
      "t31"."split",
      "t31"."category",
      "t31"."insured"
    FROM (
      SELECT
        "t25"."cell",
        "t25"."year",
        "t25"."level",
        "t25"."area_code",
        "t25"."split",
        "t25"."category",
        CAST(CAST(COALESCE(SUM("t25"."insured"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "insured"
      FROM "t24" AS "t25"
      GROUP BY
        1,
        2,
        3,
        4,
        5,
        6
    ) AS "t31"
  ) AS "t35"
    ON "t60"."cell" = "t35"."of_cell"
) AS "t67"
