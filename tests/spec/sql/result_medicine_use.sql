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
), "t13" AS (
  SELECT
    "t11"."person_id",
    "t11"."year",
    "t11"."region_code",
    "t11"."province_code",
    "t11"."sex",
    "t11"."age_class",
    "t11"."atc_class",
    CAST(CAST(COALESCE(SUM("t11"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
    CAST(CAST(COALESCE(SUM("t11"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages"
  FROM (
    SELECT
      "t9"."person_id",
      "t9"."year",
      "t9"."region_code",
      "t9"."province_code",
      "t9"."sex",
      "t9"."age_class",
      SUBSTRING(
        "t9"."atc_class",
        CASE WHEN (
          0 + 1
        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t9"."atc_class") END,
        7
      ) AS "atc_class",
      "t9"."ddd",
      "t9"."packages"
    FROM (
      SELECT
        "t6"."person_id",
        "t6"."year",
        "t6"."region_code",
        "t6"."province_code",
        "t6"."sex",
        "t6"."age_class",
        "t4"."atc_class",
        "t4"."ddd",
        "t4"."packages"
      FROM "t3" AS "t6"
      INNER JOIN (
        SELECT
          "t1"."person_id" AS "brought_by",
          "t1"."atc_code" AS "atc_class",
          "t1"."ddd_thousandths" AS "ddd",
          "t1"."packages"
        FROM "derived_person_year_drug" AS "t1"
        WHERE
          "t1"."year" = 2022
      ) AS "t4"
        ON "t6"."person_id" = "t4"."brought_by"
    ) AS "t9"
    WHERE
      LENGTH("t9"."atc_class") >= 7
  ) AS "t11"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7
), "t20" AS (
  SELECT
    "t19"."person_id",
    "t19"."year",
    "t19"."region_code",
    "t19"."province_code",
    "t19"."sex",
    "t19"."age_class",
    "t19"."atc_class",
    CAST(CAST(COALESCE(SUM("t19"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
    CAST(CAST(COALESCE(SUM("t19"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages"
  FROM (
    SELECT
      "t14"."person_id",
      "t14"."year",
      "t14"."region_code",
      "t14"."province_code",
      "t14"."sex",
      "t14"."age_class",
      SUBSTRING(
        "t14"."atc_class",
        CASE WHEN (
          0 + 1
        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t14"."atc_class") END,
        5
      ) AS "atc_class",
      "t14"."ddd",
      "t14"."packages"
    FROM "t13" AS "t14"
    WHERE
      LENGTH("t14"."atc_class") >= 5
  ) AS "t19"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7
), "t25" AS (
  SELECT
    "t24"."person_id",
    "t24"."year",
    "t24"."region_code",
    "t24"."province_code",
    "t24"."sex",
    "t24"."age_class",
    "t24"."atc_class",
    CAST(CAST(COALESCE(SUM("t24"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
    CAST(CAST(COALESCE(SUM("t24"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages"
  FROM (
    SELECT
      "t21"."person_id",
      "t21"."year",
      "t21"."region_code",
      "t21"."province_code",
      "t21"."sex",
      "t21"."age_class",
      SUBSTRING(
        "t21"."atc_class",
        CASE WHEN (
          0 + 1
        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t21"."atc_class") END,
        4
      ) AS "atc_class",
      "t21"."ddd",
      "t21"."packages"
    FROM "t20" AS "t21"
    WHERE
      LENGTH("t21"."atc_class") >= 4
  ) AS "t24"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7
), "t29" AS (
  SELECT
    "t28"."person_id",
    "t28"."year",
    "t28"."region_code",
    "t28"."province_code",
    "t28"."sex",
    "t28"."age_class",
    "t28"."atc_class",
    CAST(CAST(COALESCE(SUM("t28"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
    CAST(CAST(COALESCE(SUM("t28"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages"
  FROM (
    SELECT
      "t26"."person_id",
      "t26"."year",
      "t26"."region_code",
      "t26"."province_code",
      "t26"."sex",
      "t26"."age_class",
      SUBSTRING(
        "t26"."atc_class",
        CASE WHEN (
          0 + 1
        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t26"."atc_class") END,
        3
      ) AS "atc_class",
      "t26"."ddd",
      "t26"."packages"
    FROM "t25" AS "t26"
    WHERE
      LENGTH("t26"."atc_class") >= 3
  ) AS "t28"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7
), "t37" AS (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t26"."person_id",
        "t26"."year",
        "t26"."region_code",
        "t26"."province_code",
        "t26"."sex",
        "t26"."age_class",
        "t26"."atc_class",
        "t26"."ddd",
        "t26"."packages",
        3 AS "atc_level"
      FROM "t25" AS "t26"
    ) AS "t27"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t30"."person_id",
        "t30"."year",
        "t30"."region_code",
        "t30"."province_code",
        "t30"."sex",
        "t30"."age_class",
        "t30"."atc_class",
        "t30"."ddd",
        "t30"."packages",
        2 AS "atc_level"
      FROM "t29" AS "t30"
    ) AS "t31"
  ) AS "t32"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t34"."person_id",
        "t34"."year",
        "t34"."region_code",
        "t34"."province_code",
        "t34"."sex",
        "t34"."age_class",
        "t34"."atc_class",
        "t34"."ddd",
        "t34"."packages",
        1 AS "atc_level"
      FROM (
        SELECT
          "t33"."person_id",
          "t33"."year",
          "t33"."region_code",
          "t33"."province_code",
          "t33"."sex",
          "t33"."age_class",
          "t33"."atc_class",
          CAST(CAST(COALESCE(SUM("t33"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
          CAST(CAST(COALESCE(SUM("t33"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages"
        FROM (
          SELECT
            "t30"."person_id",
            "t30"."year",
            "t30"."region_code",
            "t30"."province_code",
            "t30"."sex",
            "t30"."age_class",
            SUBSTRING(
              "t30"."atc_class",
              CASE WHEN (
                0 + 1
              ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t30"."atc_class") END,
              1
            ) AS "atc_class",
            "t30"."ddd",
            "t30"."packages"
          FROM "t29" AS "t30"
          WHERE
            LENGTH("t30"."atc_class") >= 1
        ) AS "t33"
        GROUP BY
          1,
          2,
          3,
          4,
          5,
          6,
          7
      ) AS "t34"
    ) AS "t35"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t14"."person_id",
          "t14"."year",
          "t14"."region_code",
          "t14"."province_code",
          "t14"."sex",
          "t14"."age_class",
          "t14"."atc_class",
          "t14"."ddd",
          "t14"."packages",
          5 AS "atc_level"
        FROM "t13" AS "t14"
      ) AS "t16"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t21"."person_id",
          "t21"."year",
          "t21"."region_code",
          "t21"."province_code",
          "t21"."sex",
          "t21"."age_class",
          "t21"."atc_class",
          "t21"."ddd",
          "t21"."packages",
          4 AS "atc_level"
        FROM "t20" AS "t21"
      ) AS "t22"
    ) AS "t23"
  ) AS "t36"
), "t41" AS (
  SELECT
    "t38"."year",
    "t38"."region_code",
    "t38"."province_code",
    "t38"."sex",
    "t38"."age_class",
    "t38"."atc_class",
    "t38"."atc_level",
    COUNT(*) FILTER(WHERE
      "t38"."packages" >= 1) AS "users",
    COUNT(*) FILTER(WHERE
      "t38"."ddd" <> 0) AS "ddd_contributors",
    COUNT(*) FILTER(WHERE
      "t38"."packages" <> 0) AS "packages_contributors",
    CAST(CAST(COALESCE(SUM("t38"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
    CAST(CAST(COALESCE(SUM("t38"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages",
    MAX(ABS("t38"."ddd")) AS "largest_ddd",
    MAX(ABS("t38"."packages")) AS "largest_packages"
  FROM "t37" AS "t38"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7
), "t52" AS (
  SELECT
    "t51"."year",
    "t51"."region_code",
    "t51"."province_code",
    "t51"."sex",
    "t51"."age_class",
    "t51"."atc_class",
    "t51"."atc_level",
    "t51"."users",
    "t51"."ddd_contributors",
    "t51"."packages_contributors",
    "t51"."ddd",
    "t51"."packages",
    "t51"."largest_ddd",
    "t51"."largest_packages",
    "t51"."second_ddd",
    "t51"."second_packages",
    "t51"."level",
    UNNEST(CAST(['total', 'sex', 'age_class', 'sex*age_class'] AS TEXT[])) AS "split"
  FROM (
    SELECT
      "t50"."year",
      "t50"."region_code",
      "t50"."province_code",
      "t50"."sex",
      "t50"."age_class",
      "t50"."atc_class",
      "t50"."atc_level",
      "t50"."users",
      "t50"."ddd_contributors",
      "t50"."packages_contributors",
      "t50"."ddd",
      "t50"."packages",
      "t50"."largest_ddd",
      "t50"."largest_packages",
      "t50"."second_ddd",
      "t50"."second_packages",
      UNNEST(CAST(['country', 'region', 'province'] AS TEXT[])) AS "level"
    FROM (
      SELECT
        "t43"."year",
        "t43"."region_code",
        "t43"."province_code",
        "t43"."sex",
        "t43"."age_class",
        "t43"."atc_class",
        "t43"."atc_level",
        "t43"."users",
        "t43"."ddd_contributors",
        "t43"."packages_contributors",
        "t43"."ddd",
        "t43"."packages",
        "t43"."largest_ddd",
        "t43"."largest_packages",
        CASE WHEN "t49"."tied_ddd" >= 2 THEN "t43"."largest_ddd" ELSE "t49"."below_ddd" END AS "second_ddd",
        CASE
          WHEN "t49"."tied_packages" >= 2
          THEN "t43"."largest_packages"
          ELSE "t49"."below_packages"
        END AS "second_packages"
      FROM "t41" AS "t43"
      INNER JOIN (
        SELECT
          "t47"."year" AS "of_year",
          "t47"."region_code" AS "of_region_code",
          "t47"."province_code" AS "of_province_code",
          "t47"."sex" AS "of_sex",
          "t47"."age_class" AS "of_age_class",
          "t47"."atc_class" AS "of_atc_class",
          "t47"."atc_level" AS "of_atc_level",
          "t47"."below_ddd",
          "t47"."tied_ddd",
          "t47"."below_packages",
          "t47"."tied_packages"
        FROM (
          SELECT
            "t46"."year",
            "t46"."region_code",
            "t46"."province_code",
            "t46"."sex",
            "t46"."age_class",
            "t46"."atc_class",
            "t46"."atc_level",
            MAX(CASE WHEN "t46"."size_ddd" < "t46"."top_ddd" THEN "t46"."size_ddd" ELSE 0 END) AS "below_ddd",
            COUNT(*) FILTER(WHERE
              "t46"."size_ddd" = "t46"."top_ddd") AS "tied_ddd",
            MAX(
              CASE
                WHEN "t46"."size_packages" < "t46"."top_packages"
                THEN "t46"."size_packages"
                ELSE 0
              END
            ) AS "below_packages",
            COUNT(*) FILTER(WHERE
              "t46"."size_packages" = "t46"."top_packages") AS "tied_packages"
          FROM (
            SELECT
              "t40"."year",
              "t40"."region_code",
              "t40"."province_code",
              "t40"."sex",
              "t40"."age_class",
              "t40"."atc_class",
              "t40"."atc_level",
              "t40"."size_ddd",
              "t40"."size_packages",
              "t45"."by_year",
              "t45"."by_region_code",
              "t45"."by_province_code",
              "t45"."by_sex",
              "t45"."by_age_class",
              "t45"."by_atc_class",
              "t45"."by_atc_level",
              "t45"."top_ddd",
              "t45"."top_packages"
            FROM (
              SELECT
                "t38"."year",
                "t38"."region_code",
                "t38"."province_code",
                "t38"."sex",
                "t38"."age_class",
                "t38"."atc_class",
                "t38"."atc_level",
                ABS("t38"."ddd") AS "size_ddd",
                ABS("t38"."packages") AS "size_packages"
              FROM "t37" AS "t38"
            ) AS "t40"
            INNER JOIN (
              SELECT
                "t42"."year" AS "by_year",
                "t42"."region_code" AS "by_region_code",
                "t42"."province_code" AS "by_province_code",
                "t42"."sex" AS "by_sex",
                "t42"."age_class" AS "by_age_class",
                "t42"."atc_class" AS "by_atc_class",
                "t42"."atc_level" AS "by_atc_level",
                "t42"."largest_ddd" AS "top_ddd",
                "t42"."largest_packages" AS "top_packages"
              FROM "t41" AS "t42"
            ) AS "t45"
              ON "t40"."year" = "t45"."by_year"
              AND "t40"."region_code" = "t45"."by_region_code"
              AND "t40"."province_code" = "t45"."by_province_code"
              AND "t40"."sex" = "t45"."by_sex"
              AND "t40"."age_class" = "t45"."by_age_class"
              AND "t40"."atc_class" = "t45"."by_atc_class"
              AND "t40"."atc_level" = "t45"."by_atc_level"
          ) AS "t46"
          GROUP BY
            1,
            2,
            3,
            4,
            5,
            6,
            7
        ) AS "t47"
      ) AS "t49"
        ON "t43"."year" = "t49"."of_year"
        AND "t43"."region_code" = "t49"."of_region_code"
        AND "t43"."province_code" = "t49"."of_province_code"
        AND "t43"."sex" = "t49"."of_sex"
        AND "t43"."age_class" = "t49"."of_age_class"
        AND "t43"."atc_class" = "t49"."of_atc_class"
        AND "t43"."atc_level" = "t49"."of_atc_level"
    ) AS "t50"
  ) AS "t51"
), "t57" AS (
  SELECT
    "t54"."year",
    "t54"."level",
    "t54"."area_code",
    "t54"."split",
    "t54"."category",
    "t54"."atc_class",
    "t54"."atc_level",
    CAST(CAST(COALESCE(SUM("t54"."users"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "users",
    CAST(CAST(COALESCE(SUM("t54"."ddd"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd",
    CAST(CAST(COALESCE(SUM("t54"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages",
    CAST(CAST(COALESCE(SUM("t54"."ddd_contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd_contributors",
    CAST(CAST(COALESCE(SUM("t54"."packages_contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages_contributors",
    MAX("t54"."largest_ddd") AS "largest_ddd",
    MAX("t54"."largest_packages") AS "largest_packages"
  FROM (
    SELECT
      "t53"."year",
      "t53"."level",
      "t53"."split",
      "t53"."atc_class",
      "t53"."atc_level",
      "t53"."users",
      "t53"."ddd",
      "t53"."packages",
      "t53"."ddd_contributors",
      "t53"."packages_contributors",
      "t53"."largest_ddd",
      "t53"."second_ddd",
      "t53"."largest_packages",
      "t53"."second_packages",
      CASE "t53"."level"
        WHEN 'country'
        THEN 'BE'
        WHEN 'region'
        THEN "t53"."region_code"
        WHEN 'province'
        THEN "t53"."province_code"
        ELSE NULL
      END AS "area_code",
      CASE "t53"."split"
        WHEN 'total'
        THEN 'all'
        WHEN 'sex'
        THEN "t53"."sex"
        WHEN 'age_class'
        THEN "t53"."age_class"
        WHEN 'sex*age_class'
        THEN "t53"."sex" || '*' || "t53"."age_class"
        ELSE NULL
      END AS "category"
    FROM "t52" AS "t53"
  ) AS "t54"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7
)
SELECT
  "t66"."year",
  "t66"."level",
  "t66"."area_code",
  "t66"."split",
  "t66"."category",
  "t66"."atc_class",
  "t66"."atc_level",
  "t66"."insured",
  "t66"."users",
  "t66"."ddd_thousandths",
  "t66"."ddd_contributors",
  "t66"."ddd_largest",
  "t66"."ddd_second_largest",
  "t66"."packages",
  "t66"."packages_contributors",
  "t66"."packages_largest",
  "t66"."packages_second_largest"
FROM (
  SELECT
    "t59"."year",
    "t59"."level",
    "t59"."area_code",
    "t59"."split",
    "t59"."category",
    "t59"."atc_class",
    "t59"."atc_level",
    "t18"."insured",
    "t59"."users",
    "t59"."ddd_contributors",
    "t59"."packages",
    "t59"."packages_contributors",
    "t59"."ddd" AS "ddd_thousandths",
    "t59"."largest_ddd" AS "ddd_largest",
    "t59"."largest_packages" AS "packages_largest",
    CASE WHEN "t65"."tied_ddd" >= 2 THEN "t59"."largest_ddd" ELSE "t65"."below_ddd" END AS "ddd_second_largest",
    CASE
      WHEN "t65"."tied_packages" >= 2
      THEN "t59"."largest_packages"
      ELSE "t65"."below_packages"
    END AS "packages_second_largest"
  FROM "t57" AS "t59"
  INNER JOIN (
    SELECT
      "t63"."year" AS "of_year",
      "t63"."level" AS "of_level",
      "t63"."area_code" AS "of_area_code",
      "t63"."split" AS "of_split",
      "t63"."category" AS "of_category",
      "t63"."atc_class" AS "of_atc_class",
      "t63"."atc_level" AS "of_atc_level",
      "t63"."below_ddd",
      "t63"."tied_ddd",
      "t63"."below_packages",
      "t63"."tied_packages"
    FROM (
      SELECT
        "t62"."year",
        "t62"."level",
        "t62"."area_code",
        "t62"."split",
        "t62"."category",
        "t62"."atc_class",
        "t62"."atc_level",
        MAX(
          GREATEST(
            CASE WHEN "t62"."size_ddd" < "t62"."top_ddd" THEN "t62"."size_ddd" ELSE 0 END,
            CASE WHEN "t62"."size_ddd" = "t62"."top_ddd" THEN "t62"."next_ddd" ELSE 0 END
          )
        ) AS "below_ddd",
        COUNT(*) FILTER(WHERE
          "t62"."size_ddd" = "t62"."top_ddd") AS "tied_ddd",
        MAX(
          GREATEST(
            CASE
              WHEN "t62"."size_packages" < "t62"."top_packages"
              THEN "t62"."size_packages"
              ELSE 0
            END,
            CASE
              WHEN "t62"."size_packages" = "t62"."top_packages"
              THEN "t62"."next_packages"
              ELSE 0
            END
          )
        ) AS "below_packages",
        COUNT(*) FILTER(WHERE
          "t62"."size_packages" = "t62"."top_packages") AS "tied_packages"
      FROM (
        SELECT
          "t56"."year",
          "t56"."level",
          "t56"."area_code",
          "t56"."split",
          "t56"."category",
          "t56"."atc_class",
          "t56"."atc_level",
          "t56"."size_ddd",
          "t56"."size_packages",
          "t56"."next_ddd",
          "t56"."next_packages",
          "t61"."by_year",
          "t61"."by_level",
          "t61"."by_area_code",
          "t61"."by_split",
          "t61"."by_category",
          "t61"."by_atc_class",
          "t61"."by_atc_level",
          "t61"."top_ddd",
          "t61"."top_packages"
        FROM (
          SELECT
            "t53"."year",
            "t53"."level",
            CASE "t53"."level"
              WHEN 'country'
              THEN 'BE'
              WHEN 'region'
              THEN "t53"."region_code"
              WHEN 'province'
              THEN "t53"."province_code"
              ELSE NULL
            END AS "area_code",
            "t53"."split",
            CASE "t53"."split"
              WHEN 'total'
              THEN 'all'
              WHEN 'sex'
              THEN "t53"."sex"
              WHEN 'age_class'
              THEN "t53"."age_class"
              WHEN 'sex*age_class'
              THEN "t53"."sex" || '*' || "t53"."age_class"
              ELSE NULL
            END AS "category",
            "t53"."atc_class",
            "t53"."atc_level",
            "t53"."largest_ddd" AS "size_ddd",
            "t53"."largest_packages" AS "size_packages",
            "t53"."second_ddd" AS "next_ddd",
            "t53"."second_packages" AS "next_packages"
          FROM "t52" AS "t53"
        ) AS "t56"
        INNER JOIN (
          SELECT
            "t58"."year" AS "by_year",
            "t58"."level" AS "by_level",
            "t58"."area_code" AS "by_area_code",
            "t58"."split" AS "by_split",
            "t58"."category" AS "by_category",
            "t58"."atc_class" AS "by_atc_class",
            "t58"."atc_level" AS "by_atc_level",
            "t58"."largest_ddd" AS "top_ddd",
            "t58"."largest_packages" AS "top_packages"
          FROM "t57" AS "t58"
        ) AS "t61"
          ON "t56"."year" = "t61"."by_year"
          AND "t56"."level" = "t61"."by_level"
          AND "t56"."area_code" = "t61"."by_area_code"
          AND "t56"."split" = "t61"."by_split"
          AND "t56"."category" = "t61"."by_category"
          AND "t56"."atc_class" = "t61"."by_atc_class"
          AND "t56"."atc_level" = "t61"."by_atc_level"
      ) AS "t62"
      GROUP BY
        1,
        2,
        3,
        4,
        5,
        6,
        7
    ) AS "t63"
  ) AS "t65"
    ON "t59"."year" = "t65"."of_year"
    AND "t59"."level" = "t65"."of_level"
    AND "t59"."area_code" = "t65"."of_area_code"
    AND "t59"."split" = "t65"."of_split"
    AND "t59"."category" = "t65"."of_category"
    AND "t59"."atc_class" = "t65"."of_atc_class"
    AND "t59"."atc_level" = "t65"."of_atc_level"
  INNER JOIN (
    SELECT
      "t15"."year" AS "of_year",
      "t15"."level" AS "of_level",
      "t15"."area_code" AS "of_area_code",
      "t15"."split" AS "of_split",
      "t15"."category" AS "of_category",
      "t15"."insured"
    FROM (
      SELECT
        "t12"."year",
        "t12"."level",
        "t12"."area_code",
        "t12"."split",
        "t12"."category",
        CAST(CAST(COALESCE(SUM("t12"."insured"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "insured"
      FROM (
        SELECT
          "t10"."year",
          "t10"."level",
          "t10"."split",
          "t10"."insured",
          CASE "t10"."level"
            WHEN 'country'
            THEN 'BE'
            WHEN 'region'
            THEN "t10"."region_code"
            WHEN 'province'
            THEN "t10"."province_code"
            ELSE NULL
          END AS "area_code",
          CASE "t10"."split"
            WHEN 'total'
            THEN 'all'
            WHEN 'sex'
            THEN "t10"."sex"
            WHEN 'age_class'
            THEN "t10"."age_class"
            WHEN 'sex*age_class'
            THEN "t10"."sex" || '*' || "t10"."age_class"
            ELSE NULL
          END AS "category"
        FROM (
          SELECT
            "t8"."year",
            "t8"."region_code",
            "t8"."province_code",
            "t8"."sex",
            "t8"."age_class",
            "t8"."insured",
            "t8"."level",
            UNNEST(CAST(['total', 'sex', 'age_class', 'sex*age_class'] AS TEXT[])) AS "split"
          FROM (
            SELECT
              "t7"."year",
              "t7"."region_code",
              "t7"."province_code",
              "t7"."sex",
              "t7"."age_class",
              "t7"."insured",
              UNNEST(CAST(['country', 'region', 'province'] AS TEXT[])) AS "level"
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
          ) AS "t8"
        ) AS "t10"
      ) AS "t12"
      GROUP BY
        1,
        2,
        3,
        4,
        5
    ) AS "t15"
  ) AS "t18"
    ON "t59"."year" = "t18"."of_year"
    AND "t59"."level" = "t18"."of_level"
    AND "t59"."area_code" = "t18"."of_area_code"
    AND "t59"."split" = "t18"."of_split"
    AND "t59"."category" = "t18"."of_category"
) AS "t66"
