WITH "t12" AS (
  SELECT
    "t11"."person_id",
    "t11"."service_day",
    "t11"."nomenclature_code",
    "t11"."booking_month",
    "t11"."accounting_code",
    "t11"."quantity",
    "t11"."days",
    "t11"."reimbursed_cents",
    "t11"."provider_id",
    "t11"."provider_qualification",
    "t11"."prescriber_id",
    "t11"."prescriber_qualification",
    "t11"."institution_number",
    "t11"."service_code",
    "t11"."place_id",
    "t11"."place_qualification",
    "t11"."compulsory_or_free",
    "t11"."cg1",
    "t11"."cg2",
    "t11"."third_payer_id",
    "t11"."third_payer_qualification",
    "t11"."admission_day",
    "t11"."discharge_day",
    "t11"."invoice_type",
    "t11"."last_service_day",
    "t11"."relative_code",
    "t11"."cnk",
    "t11"."copayment_cents",
    "t11"."supplement_cents",
    "t11"."provider_norm",
    "t11"."practice_id",
    "t11"."moment",
    "t11"."billing_type",
    "t11"."percent_norm",
    "t11"."is_correction",
    "t11"."delivery_id",
    "t11"."line",
    "t11"."year",
    "t9"."kind"
  FROM (
    SELECT
      "t2"."person_id",
      "t2"."service_day",
      "t2"."nomenclature_code",
      "t2"."booking_month",
      "t2"."accounting_code",
      "t2"."quantity",
      "t2"."days",
      "t2"."reimbursed_cents",
      "t2"."provider_id",
      "t2"."provider_qualification",
      "t2"."prescriber_id",
      "t2"."prescriber_qualification",
      "t2"."institution_number",
      "t2"."service_code",
      "t2"."place_id",
      "t2"."place_qualification",
      "t2"."compulsory_or_free",
      "t2"."cg1",
      "t2"."cg2",
      "t2"."third_payer_id",
      "t2"."third_payer_qualification",
      "t2"."admission_day",
      "t2"."discharge_day",
      "t2"."invoice_type",
      "t2"."last_service_day",
      "t2"."relative_code",
      "t2"."cnk",
      "t2"."copayment_cents",
      "t2"."supplement_cents",
      "t2"."provider_norm",
      "t2"."practice_id",
      "t2"."moment",
      "t2"."billing_type",
      "t2"."percent_norm",
      "t2"."is_correction",
      "t2"."delivery_id",
      "t2"."line",
      EXTRACT(YEAR FROM "t2"."service_day") AS "year"
    FROM "core_care_line_net" AS "t2"
    WHERE
      NOT "t2"."practice_id" IS NULL
      AND EXTRACT(YEAR FROM "t2"."service_day") BETWEEN 2022 AND 2023
      AND "t2"."booking_month" <= (
        (
          EXTRACT(YEAR FROM "t2"."service_day") * 100
        ) + 112
      )
  ) AS "t11"
  INNER JOIN (
    SELECT
      "t3"."code",
      "t3"."kind",
      COALESCE("t3"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
      COALESCE("t3"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
    FROM "reference_nomenclature" AS "t3"
    WHERE
      "t3"."kind" IN ('gp_contact', 'gmd', 'capitation')
  ) AS "t9"
    ON "t11"."nomenclature_code" = "t9"."code"
    AND "t11"."service_day" >= "t9"."first_day"
    AND "t11"."service_day" <= "t9"."last_day"
), "t26" AS (
  SELECT
    "t25"."person_id",
    "t25"."year",
    "t25"."practice_id",
    COUNT(*) AS "contacts",
    COUNT(CASE WHEN "t25"."regular" > 0 THEN 1 ELSE NULL END) AS "regular",
    MIN(CASE WHEN "t25"."regular" > 0 THEN "t25"."service_day" ELSE NULL END) AS "first_day"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t18"."person_id",
        "t18"."year",
        "t18"."practice_id",
        "t18"."service_day",
        "t18"."provider_id",
        CAST(CAST(COALESCE(SUM("t18"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "left",
        CAST(CAST(COALESCE(
          SUM(
            CASE
              WHEN (
                NOT "t18"."assigns" IS NULL
              )
              AND NOT (
                COALESCE("t18"."is_out_of_hours", FALSE)
              )
              THEN "t18"."quantity"
              ELSE NULL
            END
          ),
          0
        ) AS DECIMAL(38, 0)) AS BIGINT) AS "regular"
      FROM (
        SELECT
          "t17"."person_id",
          "t17"."year",
          "t17"."practice_id",
          "t17"."kind",
          "t17"."nomenclature_code",
          "t17"."service_day",
          "t17"."provider_id",
          "t17"."moment",
          "t17"."quantity",
          "t7"."assigns",
          "t8"."is_out_of_hours"
        FROM (
          SELECT
            "t13"."person_id",
            "t13"."year",
            "t13"."practice_id",
            "t13"."kind",
            "t13"."nomenclature_code",
            "t13"."service_day",
            "t13"."provider_id",
            "t13"."moment",
            "t13"."quantity"
          FROM "t12" AS "t13"
          WHERE
            "t13"."kind" = 'gp_contact'
        ) AS "t17"
        LEFT OUTER JOIN (
          SELECT
            "t0"."code",
            "t0"."assigns",
            COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
            COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
          FROM "reference_practice_contact" AS "t0"
        ) AS "t7"
          ON "t17"."nomenclature_code" = "t7"."code"
          AND "t17"."service_day" >= "t7"."first_day"
          AND "t17"."service_day" <= "t7"."last_day"
        LEFT OUTER JOIN (
          SELECT
            "t1"."code",
            "t1"."is_out_of_hours",
            COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
            COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
          FROM "reference_moment" AS "t1"
        ) AS "t8"
          ON "t17"."moment" = "t8"."code"
          AND "t17"."service_day" >= "t8"."first_day"
          AND "t17"."service_day" <= "t8"."last_day"
      ) AS "t18"
      GROUP BY
        1,
        2,
        3,
        4,
        5
    ) AS "t24"
    WHERE
      "t24"."left" > 0
  ) AS "t25"
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    "t33"."person_id",
    "t33"."year",
    "t33"."practice_id",
    CASE "t33"."rank"
      WHEN 1
      THEN 'file'
      WHEN 2
      THEN 'capitation'
      WHEN 3
      THEN 'contacts'
      ELSE NULL
    END AS "assigned_by",
    COALESCE("t28"."contacts", 0) AS "contacts"
  FROM (
    SELECT
      "t31"."person_id",
      "t31"."year",
      "t31"."practice_id",
      "t31"."rank"
    FROM (
      SELECT
        "t30"."person_id",
        "t30"."year",
        "t30"."practice_id",
        "t30"."last_day",
        "t30"."rank",
        "t30"."regular",
        "t30"."first_day",
        ROW_NUMBER() OVER (
          PARTITION BY "t30"."person_id", "t30"."year"
          ORDER BY "t30"."rank" ASC, "t30"."last_day" DESC, "t30"."regular" DESC, "t30"."first_day" ASC, "t30"."practice_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t27"."person_id",
            "t27"."year",
            "t27"."practice_id",
            CAST(NULL AS DATE) AS "last_day",
            3 AS "rank",
            "t27"."regular",
            "t27"."first_day"
          FROM "t26" AS "t27"
          WHERE
            "t27"."regular" > 0
        ) AS "t29"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t19"."person_id",
              "t19"."year",
              "t19"."practice_id",
              "t19"."last_day",
              1 AS "rank",
              0 AS "regular",
              CAST(NULL AS DATE) AS "first_day"
            FROM (
              SELECT
                "t14"."person_id",
                "t14"."year",
                "t14"."practice_id",
                CAST(CAST(COALESCE(SUM("t14"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "left",
                MAX(CASE WHEN "t14"."quantity" > 0 THEN "t14"."service_day" ELSE NULL END) AS "last_day"
              FROM (
                SELECT
                  "t13"."person_id",
                  "t13"."year",
                  "t13"."practice_id",
                  "t13"."kind",
                  "t13"."nomenclature_code",
                  "t13"."service_day",
                  "t13"."provider_id",
                  "t13"."moment",
                  "t13"."quantity"
                FROM "t12" AS "t13"
                WHERE
                  "t13"."kind" = 'gmd'
              ) AS "t14"
              GROUP BY
                1,
                2,
                3
            ) AS "t19"
            WHERE
              "t19"."left" > 0
          ) AS "t21"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t20"."person_id",
              "t20"."year",
              "t20"."practice_id",
              "t20"."last_day",
              2 AS "rank",
              0 AS "regular",
              CAST(NULL AS DATE) AS "first_day"
            FROM (
              SELECT
                "t15"."person_id",
                "t15"."year",
                "t15"."practice_id",
                CAST(CAST(COALESCE(SUM("t15"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "left",
                MAX(CASE WHEN "t15"."quantity" > 0 THEN "t15"."service_day" ELSE NULL END) AS "last_day"
              FROM (
                SELECT
                  "t13"."person_id",
                  "t13"."year",
                  "t13"."practice_id",
                  "t13"."kind",
                  "t13"."nomenclature_code",
                  "t13"."service_day",
                  "t13"."provider_id",
                  "t13"."moment",
                  "t13"."quantity"
                FROM "t12" AS "t13"
                WHERE
                  "t13"."kind" = 'capitation'
              ) AS "t15"
              GROUP BY
                1,
                2,
                3
            ) AS "t20"
            WHERE
              "t20"."left" > 0
          ) AS "t22"
        ) AS "t23"
      ) AS "t30"
    ) AS "t31"
    WHERE
      "t31"."place" = 0
  ) AS "t33"
  LEFT OUTER JOIN "t26" AS "t28"
    ON "t33"."person_id" = "t28"."person_id"
    AND "t33"."year" = "t28"."year"
    AND "t33"."practice_id" = "t28"."practice_id"
) AS "t34"
