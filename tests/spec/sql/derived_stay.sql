WITH "t7" AS (
  SELECT
    "t6"."person_id",
    "t6"."service_day",
    "t6"."quantity",
    "t6"."is_correction",
    "t6"."kind",
    "t6"."reimbursed_cents",
    "t6"."copayment_cents",
    "t6"."supplement_cents",
    "t6"."institution_number" AS "hospital_number",
    COALESCE(
      "t6"."admission_day",
      CASE
        WHEN "t6"."kind" IN ('day_price', 'day_hospital')
        THEN "t6"."service_day"
        ELSE CAST(NULL AS DATE)
      END
    ) AS "first_day",
    GREATEST(
      COALESCE(
        "t6"."admission_day",
        CASE
          WHEN "t6"."kind" IN ('day_price', 'day_hospital')
          THEN "t6"."service_day"
          ELSE CAST(NULL AS DATE)
        END
      ),
      COALESCE("t6"."discharge_day", "t6"."last_service_day")
    ) AS "last_day"
  FROM (
    SELECT
      "t5"."person_id",
      "t5"."service_day",
      "t5"."nomenclature_code",
      "t5"."booking_month",
      "t5"."accounting_code",
      "t5"."quantity",
      "t5"."days",
      "t5"."reimbursed_cents",
      "t5"."provider_id",
      "t5"."provider_qualification",
      "t5"."prescriber_id",
      "t5"."prescriber_qualification",
      "t5"."institution_number",
      "t5"."service_code",
      "t5"."place_id",
      "t5"."place_qualification",
      "t5"."compulsory_or_free",
      "t5"."cg1",
      "t5"."cg2",
      "t5"."third_payer_id",
      "t5"."third_payer_qualification",
      "t5"."admission_day",
      "t5"."discharge_day",
      "t5"."invoice_type",
      "t5"."last_service_day",
      "t5"."relative_code",
      "t5"."cnk",
      "t5"."copayment_cents",
      "t5"."supplement_cents",
      "t5"."provider_norm",
      "t5"."practice_id",
      "t5"."moment",
      "t5"."billing_type",
      "t5"."percent_norm",
      "t5"."is_correction",
      "t5"."delivery_id",
      "t5"."line",
      "t3"."kind"
    FROM (
      SELECT
        *
      FROM "core_care_line_net" AS "t0"
      WHERE
        NOT "t0"."institution_number" IS NULL
        AND NOT "t0"."person_id" IS NULL
        AND (
          (
            (
              "t0"."booking_month" - (
                "t0"."booking_month" % 100
              )
            ) - (
              EXTRACT(YEAR FROM "t0"."service_day") * 100
            )
          ) * 12
        ) <= (
          (
            24 - (
              "t0"."booking_month" % 100
            )
          ) * 100
        )
    ) AS "t5"
    LEFT OUTER JOIN (
      SELECT
        "t1"."code",
        "t1"."kind",
        COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
        COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
      FROM "reference_nomenclature" AS "t1"
    ) AS "t3"
      ON "t5"."nomenclature_code" = "t3"."code"
      AND "t5"."service_day" >= "t3"."first_day"
      AND "t5"."service_day" <= "t3"."last_day"
  ) AS "t6"
), "t16" AS (
  SELECT
    "t15"."person_id",
    "t15"."hospital_number",
    "t15"."episode",
    "t15"."admission_day",
    "t15"."discharge_day",
    "t15"."day_prices",
    "t15"."lump_sums",
    CASE
      WHEN "t15"."day_prices" > 0
      THEN 'classic'
      WHEN (
        "t15"."lump_sums" > 0
      )
      AND (
        "t15"."admission_day" = "t15"."discharge_day"
      )
      THEN 'day'
      ELSE CAST(NULL AS TEXT)
    END AS "stay_kind"
  FROM (
    SELECT
      "t14"."person_id",
      "t14"."hospital_number",
      "t14"."episode",
      MIN("t14"."first_day") AS "admission_day",
      MAX("t14"."last_day") AS "discharge_day",
      CAST(CAST(COALESCE(SUM("t14"."day_prices"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "day_prices",
      CAST(CAST(COALESCE(SUM("t14"."lump_sums"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "lump_sums"
    FROM (
      SELECT
        "t13"."person_id",
        "t13"."hospital_number",
        "t13"."first_day",
        "t13"."last_day",
        "t13"."day_prices",
        "t13"."lump_sums",
        "t13"."originals",
        CAST(CAST(SUM("t13"."_is_new") OVER (
          PARTITION BY "t13"."person_id", "t13"."hospital_number"
          ORDER BY "t13"."first_day" ASC, "t13"."last_day" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS DECIMAL(38, 0)) AS BIGINT) AS "episode"
      FROM (
        SELECT
          "t12"."person_id",
          "t12"."hospital_number",
          "t12"."first_day",
          "t12"."last_day",
          "t12"."day_prices",
          "t12"."lump_sums",
          "t12"."originals",
          "t12"."_latest_end",
          CAST((
            "t12"."_latest_end" IS NULL
          )
          OR (
            DATE_DIFF('DAY', "t12"."_latest_end", "t12"."first_day") > 0
          ) AS BIGINT) AS "_is_new"
        FROM (
          SELECT
            "t11"."person_id",
            "t11"."hospital_number",
            "t11"."first_day",
            "t11"."last_day",
            "t11"."day_prices",
            "t11"."lump_sums",
            "t11"."originals",
            MAX("t11"."last_day") OVER (
              PARTITION BY "t11"."person_id", "t11"."hospital_number"
              ORDER BY "t11"."first_day" ASC, "t11"."last_day" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
            ) AS "_latest_end"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t8"."person_id",
                "t8"."hospital_number",
                "t8"."first_day",
                "t8"."last_day",
                CAST(CAST(COALESCE(SUM("t8"."quantity") FILTER(WHERE
                  "t8"."kind" = 'day_price'), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "day_prices",
                CAST(CAST(COALESCE(SUM("t8"."quantity") FILTER(WHERE
                  "t8"."kind" = 'day_hospital'), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "lump_sums",
                COUNT(*) FILTER(WHERE
                  NOT (
                    "t8"."is_correction"
                  )) AS "originals"
              FROM "t7" AS "t8"
              GROUP BY
                1,
                2,
                3,
                4
            ) AS "t10"
            WHERE
              NOT "t10"."first_day" IS NULL AND "t10"."originals" > 0
          ) AS "t11"
        ) AS "t12"
      ) AS "t13"
    ) AS "t14"
    GROUP BY
      1,
      2,
      3
  ) AS "t15"
), "t19" AS (
  SELECT
    "t17"."person_id",
    "t17"."hospital_number",
    "t17"."admission_day",
    "t17"."discharge_day",
    "t17"."stay_kind"
  FROM "t16" AS "t17"
  WHERE
    NOT "t17"."stay_kind" IS NULL AND "t17"."stay_kind" = 'classic'
)
SELECT
  "t30"."person_id",
  "t30"."hospital_number",
  "t30"."admission_day",
  "t30"."stay_kind",
  "t30"."discharge_day",
  EXTRACT(YEAR FROM "t30"."admission_day") AS "year",
  DATE_DIFF('DAY', "t30"."admission_day", "t30"."discharge_day") AS "nights",
  CASE "t30"."room"
    WHEN 3
    THEN 'single'
    WHEN 2
    THEN 'double'
    WHEN 1
    THEN 'common'
    ELSE NULL
  END AS "room_type",
  "t30"."is_transfer_in",
  "t30"."is_transfer_out",
  "t30"."line_count",
  "t30"."reimbursed_cents",
  "t30"."copayment_cents",
  "t30"."supplement_cents",
  "t30"."fee_supplement_cents",
  "t30"."room_supplement_cents"
FROM (
  SELECT
    "t29"."person_id",
    "t29"."hospital_number",
    "t29"."admission_day",
    "t29"."discharge_day",
    "t29"."stay_kind",
    "t29"."is_transfer_in",
    "t29"."is_transfer_out",
    COUNT(*) AS "line_count",
    CAST(CAST(COALESCE(SUM("t29"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
    CAST(CAST(COALESCE(SUM("t29"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
    CAST(CAST(COALESCE(SUM("t29"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents",
    CAST(CAST(COALESCE(
      SUM("t29"."supplement_cents") FILTER(WHERE
        "t29"."kind" IN (
          'fee',
          'gp_contact',
          'specialist_contact',
          'psychiatrist_contact',
          'lab',
          'imaging',
          'surgery',
          'nursing',
          'physio',
          'dental'
        )),
      0
    ) AS DECIMAL(38, 0)) AS BIGINT) AS "fee_supplement_cents",
    CAST(CAST(COALESCE(
      SUM("t29"."supplement_cents") FILTER(WHERE
        "t29"."kind" IN ('room_single', 'room_double', 'room_common')),
      0
    ) AS DECIMAL(38, 0)) AS BIGINT) AS "room_supplement_cents",
    MAX(
      CASE "t29"."kind"
        WHEN 'room_single'
        THEN 3
        WHEN 'room_double'
        THEN 2
        WHEN 'room_common'
        THEN 1
        ELSE NULL
      END
    ) FILTER(WHERE
      "t29"."kind" IN ('room_single', 'room_double', 'room_common')
      AND NOT (
        "t29"."is_correction"
      )) AS "room"
  FROM (
    SELECT
      "t28"."person_id",
      "t28"."hospital_number",
      "t28"."admission_day",
      "t28"."discharge_day",
      "t28"."stay_kind",
      "t28"."is_transfer_out",
      "t28"."is_transfer_in",
      "t9"."person_id" AS "person_id_right",
      "t9"."service_day",
      "t9"."quantity",
      "t9"."is_correction",
      "t9"."kind",
      "t9"."reimbursed_cents",
      "t9"."copayment_cents",
      "t9"."supplement_cents",
      "t9"."hospital_number" AS "hospital_number_right",
      "t9"."first_day",
      "t9"."last_day"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t20"."person_id",
          "t20"."hospital_number",
          "t20"."admission_day",
          "t20"."discharge_day",
          "t20"."stay_kind",
          COALESCE(
            (
              (
                "t24"."first_hospital" <> "t20"."hospital_number"
              )
              OR (
                "t24"."last_hospital" <> "t20"."hospital_number"
              )
            )
            AND (
              "t20"."stay_kind" = 'classic'
            ),
            FALSE
          ) AS "is_transfer_out",
          COALESCE(
            (
              (
                "t25"."first_hospital" <> "t20"."hospital_number"
              )
              OR (
                "t25"."last_hospital" <> "t20"."hospital_number"
              )
            )
            AND (
              "t20"."stay_kind" = 'classic'
            ),
            FALSE
          ) AS "is_transfer_in"
        FROM (
          SELECT
            "t17"."person_id",
            "t17"."hospital_number",
            "t17"."admission_day",
            "t17"."discharge_day",
            "t17"."stay_kind"
          FROM "t16" AS "t17"
          WHERE
            NOT "t17"."stay_kind" IS NULL
        ) AS "t20"
        LEFT OUTER JOIN (
          SELECT
            "t21"."person_id",
            "t21"."admission_day" AS "day",
            MIN("t21"."hospital_number") AS "first_hospital",
            MAX("t21"."hospital_number") AS "last_hospital"
          FROM "t19" AS "t21"
          GROUP BY
            1,
            2
        ) AS "t24"
          ON "t20"."person_id" = "t24"."person_id" AND "t20"."discharge_day" = "t24"."day"
        LEFT OUTER JOIN (
          SELECT
            "t21"."person_id",
            "t21"."discharge_day" AS "day",
            MIN("t21"."hospital_number") AS "first_hospital",
            MAX("t21"."hospital_number") AS "last_hospital"
          FROM "t19" AS "t21"
          GROUP BY
            1,
            2
        ) AS "t25"
          ON "t20"."person_id" = "t25"."person_id" AND "t20"."admission_day" = "t25"."day"
      ) AS "t26"
      WHERE
        EXTRACT(YEAR FROM "t26"."admission_day") BETWEEN 2022 AND 2023
    ) AS "t28"
    INNER JOIN "t7" AS "t9"
      ON "t28"."person_id" = "t9"."person_id"
      AND "t28"."hospital_number" = "t9"."hospital_number"
      AND "t9"."service_day" >= "t28"."admission_day"
      AND "t9"."service_day" <= "t28"."discharge_day"
  ) AS "t29"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7
) AS "t30"
