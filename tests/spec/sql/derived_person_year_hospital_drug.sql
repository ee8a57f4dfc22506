SELECT
  *
FROM (
  SELECT
    "t7"."person_id",
    "t7"."year",
    "t7"."atc_code",
    CAST(CAST(COALESCE(SUM("t7"."volume"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd_thousandths",
    CAST(CAST(COALESCE(SUM("t7"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "packages"
  FROM (
    SELECT
      "t6"."person_id",
      "t6"."year",
      "t6"."service_day",
      "t6"."cnk",
      "t6"."quantity",
      "t6"."reimbursed_cents",
      "t6"."copayment_cents",
      "t6"."supplement_cents",
      "t6"."atc_code",
      "t6"."ddd_thousandths_per_pack",
      "t6"."quantity" * COALESCE("t6"."ddd_thousandths_per_pack", 0) AS "volume"
    FROM (
      SELECT
        "t5"."person_id",
        "t5"."year",
        "t5"."service_day",
        "t5"."cnk",
        "t5"."quantity",
        "t5"."reimbursed_cents",
        "t5"."copayment_cents",
        "t5"."supplement_cents",
        "t3"."atc_code",
        "t3"."ddd_thousandths_per_pack"
      FROM (
        SELECT
          "t0"."person_id",
          EXTRACT(YEAR FROM "t0"."service_day") AS "year",
          "t0"."service_day",
          "t0"."cnk",
          "t0"."quantity",
          "t0"."reimbursed_cents",
          "t0"."copayment_cents",
          "t0"."supplement_cents"
        FROM "core_care_line_net" AS "t0"
        WHERE
          NOT "t0"."cnk" IS NULL
          AND EXTRACT(YEAR FROM "t0"."service_day") BETWEEN 2022 AND 2023
          AND "t0"."booking_month" <= (
            (
              EXTRACT(YEAR FROM "t0"."service_day") * 100
            ) + 112
          )
      ) AS "t5"
      INNER JOIN (
        SELECT
          "t1"."code",
          "t1"."atc_code",
          "t1"."ddd_thousandths_per_pack",
          COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
          COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
        FROM "reference_cnk" AS "t1"
        WHERE
          NOT "t1"."atc_code" IS NULL
      ) AS "t3"
        ON "t5"."cnk" = "t3"."code"
        AND "t5"."service_day" >= "t3"."first_day"
        AND "t5"."service_day" <= "t3"."last_day"
    ) AS "t6"
  ) AS "t7"
  GROUP BY
    1,
    2,
    3
) AS "t8"
WHERE
  (
    "t8"."ddd_thousandths" <> 0
  ) OR (
    "t8"."packages" <> 0
  )
