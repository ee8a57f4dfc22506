WITH "t4" AS (
  SELECT
    "t0"."condition" AS "needing",
    "t0"."other" AS "needed",
    "t0"."need_group"
  FROM "reference_pseudodiagnosis" AS "t0"
  WHERE
    "t0"."role" = 'needs'
), "t33" AS (
  SELECT
    "t32"."person_id",
    "t32"."year",
    "t32"."list",
    "t32"."condition",
    "t32"."ddd_thousandths",
    "t32"."packages",
    "t18"."wanted_sex",
    "t18"."least_ddd",
    "t18"."least_packages",
    "t18"."age_from",
    "t18"."age_to",
    "t14"."age",
    "t14"."sex"
  FROM (
    SELECT
      "t30"."person_id",
      "t30"."year",
      "t30"."list",
      "t30"."condition",
      CAST(CAST(COALESCE(SUM("t30"."ddd_thousandths"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd_thousandths",
      CAST(CAST(COALESCE(SUM("t30"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages"
    FROM (
      SELECT
        "t15"."person_id",
        "t15"."year",
        "t15"."atc_code",
        "t15"."ddd_thousandths",
        "t15"."packages",
        "t15"."reimbursed_cents",
        "t15"."own_cents",
        "t29"."substance",
        "t29"."list",
        "t29"."condition",
        "t29"."first_year",
        "t29"."last_year"
      FROM (
        SELECT
          *
        FROM "derived_person_year_drug" AS "t2"
        WHERE
          "t2"."year" BETWEEN 2022 AND 2023
      ) AS "t15"
      INNER JOIN (
        SELECT
          "t27"."substance",
          "t27"."list",
          "t27"."condition",
          "t27"."first_year",
          "t27"."last_year"
        FROM (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              "t16"."substance",
              "t19"."list",
              "t19"."condition",
              "t19"."first_year",
              "t19"."last_year"
            FROM (
              SELECT DISTINCT
                "t2"."atc_code" AS "substance"
              FROM "derived_person_year_drug" AS "t2"
              WHERE
                "t2"."year" BETWEEN 2022 AND 2023
            ) AS "t16"
            INNER JOIN (
              SELECT
                "t0"."list",
                "t0"."condition",
                "t0"."atc_code",
                EXTRACT(YEAR FROM COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1))) AS "first_year",
                EXTRACT(YEAR FROM COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31))) AS "last_year"
              FROM "reference_pseudodiagnosis" AS "t0"
              WHERE
                "t0"."role" = 'atc'
            ) AS "t19"
              ON STARTS_WITH("t16"."substance", "t19"."atc_code")
          ) AS "t23"
        ) AS "t27"
        ANTI JOIN (
          SELECT DISTINCT
            *
          FROM (
            SELECT
              "t16"."substance" AS "excluded_substance",
              "t11"."condition" AS "excluded_condition"
            FROM (
              SELECT DISTINCT
                "t2"."atc_code" AS "substance"
              FROM "derived_person_year_drug" AS "t2"
              WHERE
                "t2"."year" BETWEEN 2022 AND 2023
            ) AS "t16"
            INNER JOIN (
              SELECT
                "t0"."condition",
                "t0"."atc_code" AS "beginning"
              FROM "reference_pseudodiagnosis" AS "t0"
              WHERE
                "t0"."role" = 'not_atc'
            ) AS "t11"
              ON STARTS_WITH("t16"."substance", "t11"."beginning")
          ) AS "t22"
        ) AS "t26"
          ON "t27"."substance" = "t26"."excluded_substance"
          AND "t27"."condition" = "t26"."excluded_condition"
      ) AS "t29"
        ON "t15"."atc_code" = "t29"."substance"
        AND "t15"."year" >= "t29"."first_year"
        AND "t15"."year" <= "t29"."last_year"
    ) AS "t30"
    GROUP BY
      1,
      2,
      3,
      4
  ) AS "t32"
  INNER JOIN (
    SELECT
      "t0"."condition" AS "limited",
      "t0"."sex" AS "wanted_sex",
      "t0"."least_ddd_thousandths" AS "least_ddd",
      CAST("t0"."least_packages" AS BIGINT) AS "least_packages",
      CAST("t0"."age_from" AS INT) AS "age_from",
      CAST("t0"."age_to" AS INT) AS "age_to",
      EXTRACT(YEAR FROM COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1))) AS "first_year",
      EXTRACT(YEAR FROM COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31))) AS "last_year"
    FROM "reference_pseudodiagnosis" AS "t0"
    WHERE
      "t0"."role" = 'condition'
  ) AS "t18"
    ON "t32"."condition" = "t18"."limited"
    AND "t32"."year" >= "t18"."first_year"
    AND "t32"."year" <= "t18"."last_year"
  LEFT OUTER JOIN (
    SELECT
      "t1"."person_id",
      "t1"."year",
      "t1"."age",
      "t1"."sex"
    FROM "derived_population_year" AS "t1"
    WHERE
      "t1"."year" BETWEEN 2022 AND 2023
  ) AS "t14"
    ON "t32"."person_id" = "t14"."person_id" AND "t32"."year" = "t14"."year"
)
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t37"."person_id",
      "t37"."year",
      "t37"."list",
      "t37"."condition",
      "t37"."ddd_thousandths",
      "t37"."packages"
    FROM (
      SELECT
        "t34"."person_id",
        "t34"."year",
        "t34"."list",
        "t34"."condition",
        "t34"."ddd_thousandths",
        "t34"."packages"
      FROM "t33" AS "t34"
      WHERE
        (
          (
            "t34"."age_from" IS NULL
          )
          OR COALESCE("t34"."age" >= "t34"."age_from", FALSE)
        )
        AND (
          (
            "t34"."age_to" IS NULL
          ) OR COALESCE("t34"."age" <= "t34"."age_to", FALSE)
        )
        AND (
          (
            "t34"."wanted_sex" IS NULL
          )
          OR COALESCE("t34"."sex" = "t34"."wanted_sex", FALSE)
        )
        AND (
          (
            "t34"."least_ddd" IS NULL
          )
          OR (
            "t34"."ddd_thousandths" >= "t34"."least_ddd"
          )
        )
        AND (
          (
            "t34"."least_packages" IS NULL
          )
          OR (
            "t34"."packages" >= "t34"."least_packages"
          )
        )
    ) AS "t37"
    ANTI JOIN (
      SELECT
        "t38"."other_person_id",
        "t38"."other_year",
        "t38"."other_condition",
        "t9"."excluded",
        "t9"."excluding"
      FROM (
        SELECT
          "t34"."person_id" AS "other_person_id",
          "t34"."year" AS "other_year",
          "t34"."condition" AS "other_condition"
        FROM "t33" AS "t34"
        WHERE
          (
            (
              "t34"."age_from" IS NULL
            )
            OR COALESCE("t34"."age" >= "t34"."age_from", FALSE)
          )
          AND (
            (
              "t34"."age_to" IS NULL
            ) OR COALESCE("t34"."age" <= "t34"."age_to", FALSE)
          )
          AND (
            (
              "t34"."wanted_sex" IS NULL
            )
            OR COALESCE("t34"."sex" = "t34"."wanted_sex", FALSE)
          )
          AND (
            (
              "t34"."least_ddd" IS NULL
            )
            OR (
              "t34"."ddd_thousandths" >= "t34"."least_ddd"
            )
          )
          AND (
            (
              "t34"."least_packages" IS NULL
            )
            OR (
              "t34"."packages" >= "t34"."least_packages"
            )
          )
      ) AS "t38"
      INNER JOIN (
        SELECT
          "t0"."condition" AS "excluded",
          "t0"."other" AS "excluding"
        FROM "reference_pseudodiagnosis" AS "t0"
        WHERE
          "t0"."role" = 'without'
      ) AS "t9"
        ON "t38"."other_condition" = "t9"."excluding"
    ) AS "t40"
      ON "t37"."person_id" = "t40"."other_person_id"
      AND "t37"."year" = "t40"."other_year"
      AND "t37"."condition" = "t40"."excluded"
  ) AS "t41"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t46"."person_id",
      "t46"."year",
      "t46"."list",
      "t46"."condition",
      "t46"."ddd_thousandths",
      "t46"."packages"
    FROM (
      SELECT
        "t45"."person_id",
        "t45"."year",
        "t45"."list",
        "t45"."ddd_thousandths",
        "t45"."packages",
        "t45"."needing" AS "condition"
      FROM (
        SELECT
          "t43"."person_id",
          "t43"."year",
          "t43"."list",
          "t43"."needing",
          CAST(CAST(COALESCE(SUM("t43"."ddd_thousandths"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd_thousandths",
          CAST(CAST(COALESCE(SUM("t43"."packages"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages",
          COUNT(*) AS "found_groups"
        FROM (
          SELECT
            "t42"."person_id",
            "t42"."year",
            "t42"."list",
            "t42"."needing",
            "t42"."need_group",
            MAX("t42"."ddd_thousandths") AS "ddd_thousandths",
            MAX("t42"."packages") AS "packages"
          FROM (
            SELECT
              "t37"."person_id",
              "t37"."year",
              "t37"."list",
              "t37"."condition",
              "t37"."ddd_thousandths",
              "t37"."packages",
              "t17"."needing",
              "t17"."needed",
              "t17"."need_group"
            FROM (
              SELECT
                "t34"."person_id",
                "t34"."year",
                "t34"."list",
                "t34"."condition",
                "t34"."ddd_thousandths",
                "t34"."packages"
              FROM "t33" AS "t34"
              WHERE
                (
                  (
                    "t34"."age_from" IS NULL
                  )
                  OR COALESCE("t34"."age" >= "t34"."age_from", FALSE)
                )
                AND (
                  (
                    "t34"."age_to" IS NULL
                  ) OR COALESCE("t34"."age" <= "t34"."age_to", FALSE)
                )
                AND (
                  (
                    "t34"."wanted_sex" IS NULL
                  )
                  OR COALESCE("t34"."sex" = "t34"."wanted_sex", FALSE)
                )
                AND (
                  (
                    "t34"."least_ddd" IS NULL
                  )
                  OR (
                    "t34"."ddd_thousandths" >= "t34"."least_ddd"
                  )
                )
                AND (
                  (
                    "t34"."least_packages" IS NULL
                  )
                  OR (
                    "t34"."packages" >= "t34"."least_packages"
                  )
                )
            ) AS "t37"
            ANTI JOIN (
              SELECT
                "t38"."other_person_id",
                "t38"."other_year",
                "t38"."other_condition",
                "t9"."excluded",
                "t9"."excluding"
              FROM (
                SELECT
                  "t34"."person_id" AS "other_person_id",
                  "t34"."year" AS "other_year",
                  "t34"."condition" AS "other_condition"
                FROM "t33" AS "t34"
                WHERE
                  (
                    (
                      "t34"."age_from" IS NULL
                    )
                    OR COALESCE("t34"."age" >= "t34"."age_from", FALSE)
                  )
                  AND (
                    (
                      "t34"."age_to" IS NULL
                    ) OR COALESCE("t34"."age" <= "t34"."age_to", FALSE)
                  )
                  AND (
                    (
                      "t34"."wanted_sex" IS NULL
                    )
                    OR COALESCE("t34"."sex" = "t34"."wanted_sex", FALSE)
                  )
                  AND (
                    (
                      "t34"."least_ddd" IS NULL
                    )
                    OR (
                      "t34"."ddd_thousandths" >= "t34"."least_ddd"
                    )
                  )
                  AND (
                    (
                      "t34"."least_packages" IS NULL
                    )
                    OR (
                      "t34"."packages" >= "t34"."least_packages"
                    )
                  )
              ) AS "t38"
              INNER JOIN (
                SELECT
                  "t0"."condition" AS "excluded",
                  "t0"."other" AS "excluding"
                FROM "reference_pseudodiagnosis" AS "t0"
                WHERE
                  "t0"."role" = 'without'
              ) AS "t9"
                ON "t38"."other_condition" = "t9"."excluding"
            ) AS "t40"
              ON "t37"."person_id" = "t40"."other_person_id"
              AND "t37"."year" = "t40"."other_year"
              AND "t37"."condition" = "t40"."excluded"
            INNER JOIN "t4" AS "t17"
              ON "t37"."condition" = "t17"."needed"
          ) AS "t42"
          GROUP BY
            1,
            2,
            3,
            4,
            5
        ) AS "t43"
        GROUP BY
          1,
          2,
          3,
          4
      ) AS "t45"
      INNER JOIN (
        SELECT
          "t10"."needing",
          COUNT(DISTINCT "t10"."need_group") AS "groups"
        FROM "t4" AS "t10"
        GROUP BY
          1
      ) AS "t21"
        ON "t45"."needing" = "t21"."needing" AND "t45"."found_groups" = "t21"."groups"
    ) AS "t46"
  ) AS "t47"
) AS "t48"
