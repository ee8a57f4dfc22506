SELECT
  *
FROM (
  SELECT
    "t10"."person_id",
    "t10"."year",
    "t10"."cost_group",
    CAST(CAST(COALESCE(SUM("t10"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
    CAST(CAST(COALESCE(SUM("t10"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
    CAST(CAST(COALESCE(SUM("t10"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t8"."person_id",
        "t8"."year",
        COALESCE("t8"."cost_group", '80') AS "cost_group",
        "t8"."reimbursed_cents",
        "t8"."copayment_cents",
        "t8"."supplement_cents"
      FROM (
        SELECT
          "t7"."person_id",
          "t7"."year",
          "t7"."nomenclature_code",
          "t7"."service_day",
          "t7"."reimbursed_cents",
          "t7"."copayment_cents",
          "t7"."supplement_cents",
          "t4"."cost_group"
        FROM (
          SELECT
            "t1"."person_id",
            EXTRACT(YEAR FROM "t1"."service_day") AS "year",
            "t1"."nomenclature_code",
            "t1"."service_day",
            "t1"."reimbursed_cents",
            "t1"."copayment_cents",
            "t1"."supplement_cents"
          FROM "core_care_line_net" AS "t1"
          WHERE
            EXTRACT(YEAR FROM "t1"."service_day") BETWEEN 2022 AND 2023
            AND "t1"."booking_month" <= (
              (
                EXTRACT(YEAR FROM "t1"."service_day") * 100
              ) + 112
            )
        ) AS "t7"
        LEFT OUTER JOIN (
          SELECT
            "t2"."code",
            "t2"."cost_group",
            COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
            COALESCE("t2"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
          FROM "reference_nomenclature" AS "t2"
        ) AS "t4"
          ON "t7"."nomenclature_code" = "t4"."code"
          AND "t7"."service_day" >= "t4"."first_day"
          AND "t7"."service_day" <= "t4"."last_day"
      ) AS "t8"
    ) AS "t9"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t0"."person_id",
        EXTRACT(YEAR FROM "t0"."service_day") AS "year",
        '39' AS "cost_group",
        "t0"."reimbursed_cents",
        "t0"."copayment_cents",
        "t0"."supplement_cents"
      FROM "core_dispensing_net" AS "t0"
      WHERE
        EXTRACT(YEAR FROM "t0"."service_day") BETWEEN 2022 AND 2023
        AND "t0"."booking_month" <= (
          (
            EXTRACT(YEAR FROM "t0"."service_day") * 100
          ) + 112
        )
    ) AS "t5"
  ) AS "t10"
  GROUP BY
    1,
    2,
    3
) AS "t11"
WHERE
  (
    "t11"."reimbursed_cents" <> 0
  )
  OR (
    "t11"."copayment_cents" <> 0
  )
  OR (
    "t11"."supplement_cents" <> 0
  )
