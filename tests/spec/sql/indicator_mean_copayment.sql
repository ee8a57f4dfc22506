WITH "t10" AS (
  SELECT
    "t9"."year",
    "t9"."region_code",
    "t9"."province_code",
    "t9"."arrondissement_code",
    "t9"."municipality_code",
    CAST(CAST(COALESCE(SUM("t9"."part"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
    COUNT(*) AS "denominator",
    COUNT(*) FILTER(WHERE
      "t9"."part" <> 0) AS "contributors",
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
      "t8"."part",
      ABS("t8"."part") AS "size",
      ROW_NUMBER() OVER (
        PARTITION BY "t8"."year", "t8"."region_code", "t8"."province_code", "t8"."arrondissement_code", "t8"."municipality_code"
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
        COALESCE("t7"."part", 0) AS "part"
      FROM (
        SELECT
          "t0"."person_id",
          "t0"."year",
          "t0"."region_code",
          "t0"."province_code",
          "t0"."arrondissement_code",
          "t0"."municipality_code"
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
            "t3"."person_id",
            CAST(CAST(COALESCE(SUM("t3"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "part"
          FROM (
            SELECT
              *
            FROM "derived_person_year" AS "t1"
            WHERE
              "t1"."year" = 2022
          ) AS "t3"
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
    5
)
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          'mean_copayment' AS "indicator",
          "t30"."year",
          'country' AS "level",
          "t30"."area_code",
          "t30"."numerator",
          "t30"."denominator",
          "t30"."contributors",
          "t30"."largest",
          "t30"."second_largest"
        FROM (
          SELECT
            "t25"."year",
            "t25"."area_code",
            CAST(CAST(COALESCE(SUM("t25"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
            CAST(CAST(COALESCE(SUM("t25"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
            CAST(CAST(COALESCE(SUM("t25"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
            MAX("t25"."largest") AS "largest",
            MAX("t25"."next_best") AS "second_largest"
          FROM (
            SELECT
              "t20"."year",
              "t20"."region_code",
              "t20"."province_code",
              "t20"."arrondissement_code",
              "t20"."municipality_code",
              "t20"."numerator",
              "t20"."denominator",
              "t20"."contributors",
              "t20"."largest",
              "t20"."second_largest",
              "t20"."area_code",
              "t20"."place",
              CASE WHEN "t20"."place" = 0 THEN "t20"."second_largest" ELSE "t20"."largest" END AS "next_best"
            FROM (
              SELECT
                "t15"."year",
                "t15"."region_code",
                "t15"."province_code",
                "t15"."arrondissement_code",
                "t15"."municipality_code",
                "t15"."numerator",
                "t15"."denominator",
                "t15"."contributors",
                "t15"."largest",
                "t15"."second_largest",
                "t15"."area_code",
                ROW_NUMBER() OVER (
                  PARTITION BY "t15"."year", "t15"."area_code"
                  ORDER BY "t15"."largest" DESC, "t15"."second_largest" DESC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) - 1 AS "place"
              FROM (
                SELECT
                  "t11"."year",
                  "t11"."region_code",
                  "t11"."province_code",
                  "t11"."arrondissement_code",
                  "t11"."municipality_code",
                  "t11"."numerator",
                  "t11"."denominator",
                  "t11"."contributors",
                  "t11"."largest",
                  "t11"."second_largest",
                  'BE' AS "area_code"
                FROM "t10" AS "t11"
              ) AS "t15"
            ) AS "t20"
          ) AS "t25"
          GROUP BY
            1,
            2
        ) AS "t30"
      ) AS "t35"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          'mean_copayment' AS "indicator",
          "t31"."year",
          'region' AS "level",
          "t31"."area_code",
          "t31"."numerator",
          "t31"."denominator",
          "t31"."contributors",
          "t31"."largest",
          "t31"."second_largest"
        FROM (
          SELECT
            "t26"."year",
            "t26"."area_code",
            CAST(CAST(COALESCE(SUM("t26"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
            CAST(CAST(COALESCE(SUM("t26"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
            CAST(CAST(COALESCE(SUM("t26"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
            MAX("t26"."largest") AS "largest",
            MAX("t26"."next_best") AS "second_largest"
          FROM (
            SELECT
              "t21"."year",
              "t21"."region_code",
              "t21"."province_code",
              "t21"."arrondissement_code",
              "t21"."municipality_code",
              "t21"."numerator",
              "t21"."denominator",
              "t21"."contributors",
              "t21"."largest",
              "t21"."second_largest",
              "t21"."area_code",
              "t21"."place",
              CASE WHEN "t21"."place" = 0 THEN "t21"."second_largest" ELSE "t21"."largest" END AS "next_best"
            FROM (
              SELECT
                "t16"."year",
                "t16"."region_code",
                "t16"."province_code",
                "t16"."arrondissement_code",
                "t16"."municipality_code",
                "t16"."numerator",
                "t16"."denominator",
                "t16"."contributors",
                "t16"."largest",
                "t16"."second_largest",
                "t16"."area_code",
                ROW_NUMBER() OVER (
                  PARTITION BY "t16"."year", "t16"."area_code"
                  ORDER BY "t16"."largest" DESC, "t16"."second_largest" DESC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) - 1 AS "place"
              FROM (
                SELECT
                  "t11"."year",
                  "t11"."region_code",
                  "t11"."province_code",
                  "t11"."arrondissement_code",
                  "t11"."municipality_code",
                  "t11"."numerator",
                  "t11"."denominator",
                  "t11"."contributors",
                  "t11"."largest",
                  "t11"."second_largest",
                  "t11"."region_code" AS "area_code"
                FROM "t10" AS "t11"
              ) AS "t16"
            ) AS "t21"
          ) AS "t26"
          GROUP BY
            1,
            2
        ) AS "t31"
      ) AS "t36"
    ) AS "t37"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        'mean_copayment' AS "indicator",
        "t29"."year",
        'province' AS "level",
        "t29"."area_code",
        "t29"."numerator",
        "t29"."denominator",
        "t29"."contributors",
        "t29"."largest",
        "t29"."second_largest"
      FROM (
        SELECT
          "t24"."year",
          "t24"."area_code",
          CAST(CAST(COALESCE(SUM("t24"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
          CAST(CAST(COALESCE(SUM("t24"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
          CAST(CAST(COALESCE(SUM("t24"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
          MAX("t24"."largest") AS "largest",
          MAX("t24"."next_best") AS "second_largest"
        FROM (
          SELECT
            "t19"."year",
            "t19"."region_code",
            "t19"."province_code",
            "t19"."arrondissement_code",
            "t19"."municipality_code",
            "t19"."numerator",
            "t19"."denominator",
            "t19"."contributors",
            "t19"."largest",
            "t19"."second_largest",
            "t19"."area_code",
            "t19"."place",
            CASE WHEN "t19"."place" = 0 THEN "t19"."second_largest" ELSE "t19"."largest" END AS "next_best"
          FROM (
            SELECT
              "t14"."year",
              "t14"."region_code",
              "t14"."province_code",
              "t14"."arrondissement_code",
              "t14"."municipality_code",
              "t14"."numerator",
              "t14"."denominator",
              "t14"."contributors",
              "t14"."largest",
              "t14"."second_largest",
              "t14"."area_code",
              ROW_NUMBER() OVER (
                PARTITION BY "t14"."year", "t14"."area_code"
                ORDER BY "t14"."largest" DESC, "t14"."second_largest" DESC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) - 1 AS "place"
            FROM (
              SELECT
                "t11"."year",
                "t11"."region_code",
                "t11"."province_code",
                "t11"."arrondissement_code",
                "t11"."municipality_code",
                "t11"."numerator",
                "t11"."denominator",
                "t11"."contributors",
                "t11"."largest",
                "t11"."second_largest",
                "t11"."province_code" AS "area_code"
              FROM "t10" AS "t11"
            ) AS "t14"
          ) AS "t19"
        ) AS "t24"
        GROUP BY
          1,
          2
      ) AS "t29"
    ) AS "t34"
  ) AS "t38"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      'mean_copayment' AS "indicator",
      "t28"."year",
      'arrondissement' AS "level",
      "t28"."area_code",
      "t28"."numerator",
      "t28"."denominator",
      "t28"."contributors",
      "t28"."largest",
      "t28"."second_largest"
    FROM (
      SELECT
        "t23"."year",
        "t23"."area_code",
        CAST(CAST(COALESCE(SUM("t23"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
        CAST(CAST(COALESCE(SUM("t23"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
        CAST(CAST(COALESCE(SUM("t23"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
        MAX("t23"."largest") AS "largest",
        MAX("t23"."next_best") AS "second_largest"
      FROM (
        SELECT
          "t18"."year",
          "t18"."region_code",
          "t18"."province_code",
          "t18"."arrondissement_code",
          "t18"."municipality_code",
          "t18"."numerator",
          "t18"."denominator",
          "t18"."contributors",
          "t18"."largest",
          "t18"."second_largest",
          "t18"."area_code",
          "t18"."place",
          CASE WHEN "t18"."place" = 0 THEN "t18"."second_largest" ELSE "t18"."largest" END AS "next_best"
        FROM (
          SELECT
            "t13"."year",
            "t13"."region_code",
            "t13"."province_code",
            "t13"."arrondissement_code",
            "t13"."municipality_code",
            "t13"."numerator",
            "t13"."denominator",
            "t13"."contributors",
            "t13"."largest",
            "t13"."second_largest",
            "t13"."area_code",
            ROW_NUMBER() OVER (
              PARTITION BY "t13"."year", "t13"."area_code"
              ORDER BY "t13"."largest" DESC, "t13"."second_largest" DESC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) - 1 AS "place"
          FROM (
            SELECT
              "t11"."year",
              "t11"."region_code",
              "t11"."province_code",
              "t11"."arrondissement_code",
              "t11"."municipality_code",
              "t11"."numerator",
              "t11"."denominator",
              "t11"."contributors",
              "t11"."largest",
              "t11"."second_largest",
              "t11"."arrondissement_code" AS "area_code"
            FROM "t10" AS "t11"
          ) AS "t13"
        ) AS "t18"
      ) AS "t23"
      GROUP BY
        1,
        2
    ) AS "t28"
  ) AS "t33"
) AS "t39"
UNION ALL
SELECT
  *
FROM (
  SELECT
    'mean_copayment' AS "indicator",
    "t27"."year",
    'municipality' AS "level",
    "t27"."area_code",
    "t27"."numerator",
    "t27"."denominator",
    "t27"."contributors",
    "t27"."largest",
    "t27"."second_largest"
  FROM (
    SELECT
      "t22"."year",
      "t22"."area_code",
      CAST(CAST(COALESCE(SUM("t22"."numerator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "numerator",
      CAST(CAST(COALESCE(SUM("t22"."denominator"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "denominator",
      CAST(CAST(COALESCE(SUM("t22"."contributors"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contributors",
      MAX("t22"."largest") AS "largest",
      MAX("t22"."next_best") AS "second_largest"
    FROM (
      SELECT
        "t17"."year",
        "t17"."region_code",
        "t17"."province_code",
        "t17"."arrondissement_code",
        "t17"."municipality_code",
        "t17"."numerator",
        "t17"."denominator",
        "t17"."contributors",
        "t17"."largest",
        "t17"."second_largest",
        "t17"."area_code",
        "t17"."place",
        CASE WHEN "t17"."place" = 0 THEN "t17"."second_largest" ELSE "t17"."largest" END AS "next_best"
      FROM (
        SELECT
          "t12"."year",
          "t12"."region_code",
          "t12"."province_code",
          "t12"."arrondissement_code",
          "t12"."municipality_code",
          "t12"."numerator",
          "t12"."denominator",
          "t12"."contributors",
          "t12"."largest",
          "t12"."second_largest",
          "t12"."area_code",
          ROW_NUMBER() OVER (
            PARTITION BY "t12"."year", "t12"."area_code"
            ORDER BY "t12"."largest" DESC, "t12"."second_largest" DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1 AS "place"
        FROM (
          SELECT
            "t11"."year",
            "t11"."region_code",
            "t11"."province_code",
            "t11"."arrondissement_code",
            "t11"."municipality_code",
            "t11"."numerator",
            "t11"."denominator",
            "t11"."contributors",
            "t11"."largest",
            "t11"."second_largest",
            "t11"."municipality_code" AS "area_code"
          FROM "t10" AS "t11"
        ) AS "t12"
      ) AS "t17"
    ) AS "t22"
    GROUP BY
      1,
      2
  ) AS "t27"
) AS "t32"
