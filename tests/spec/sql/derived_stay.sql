WITH "t27" AS (
  SELECT
    "t13"."person_id",
    "t13"."institution_number",
    "t13"."service_day",
    "t13"."last_service_day",
    "t13"."admission_day",
    "t13"."discharge_day",
    "t13"."booking_month",
    "t13"."quantity",
    "t13"."is_correction",
    "t13"."nomenclature_code",
    "t13"."cnk",
    "t13"."service_code",
    "t13"."reimbursed_cents",
    "t13"."copayment_cents",
    "t13"."supplement_cents",
    "t13"."provider_qualification",
    "t23"."is_emergency"
  FROM (
    SELECT
      "t3"."person_id",
      "t3"."institution_number",
      "t3"."service_day",
      "t3"."last_service_day",
      "t3"."admission_day",
      "t3"."discharge_day",
      "t3"."booking_month",
      "t3"."quantity",
      "t3"."is_correction",
      "t3"."nomenclature_code",
      "t3"."cnk",
      "t3"."service_code",
      "t3"."reimbursed_cents",
      "t3"."copayment_cents",
      "t3"."supplement_cents",
      "t3"."provider_qualification"
    FROM "core_care_line_net" AS "t3"
  ) AS "t13"
  LEFT OUTER JOIN (
    SELECT
      "t4"."code",
      "t4"."is_emergency",
      COALESCE("t4"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
      COALESCE("t4"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
    FROM "reference_qualification" AS "t4"
    WHERE
      "t4"."is_emergency"
  ) AS "t23"
    ON "t13"."provider_qualification" = "t23"."code"
    AND "t13"."service_day" >= "t23"."first_day"
    AND "t13"."service_day" <= "t23"."last_day"
), "t39" AS (
  SELECT
    "t35"."person_id",
    "t35"."service_day",
    CAST(CAST(COALESCE(SUM("t35"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "quantity"
  FROM (
    SELECT
      "t30"."person_id",
      "t30"."institution_number",
      "t30"."service_day",
      "t30"."last_service_day",
      "t30"."admission_day",
      "t30"."discharge_day",
      "t30"."booking_month",
      "t30"."quantity",
      "t30"."is_correction",
      "t30"."nomenclature_code",
      "t30"."cnk",
      "t30"."service_code",
      "t30"."reimbursed_cents",
      "t30"."copayment_cents",
      "t30"."supplement_cents",
      COALESCE("t30"."is_emergency", FALSE) AS "is_emergency"
    FROM "t27" AS "t30"
    WHERE
      (
        (
          NOT "t30"."institution_number" IS NULL
        )
        OR COALESCE("t30"."is_emergency", FALSE)
      )
      AND COALESCE("t30"."is_emergency", FALSE)
      AND "t30"."booking_month" <= (
        (
          EXTRACT(YEAR FROM "t30"."service_day") * 100
        ) + 112
      )
  ) AS "t35"
  GROUP BY
    1,
    2
), "t43" AS (
  SELECT
    "t38"."person_id",
    "t38"."service_day",
    "t38"."quantity",
    "t38"."is_correction",
    "t38"."nomenclature_code",
    "t38"."cnk",
    "t38"."service_code",
    "t38"."kind",
    "t38"."cost_group",
    "t38"."reimbursed_cents",
    "t38"."copayment_cents",
    "t38"."supplement_cents",
    COALESCE("t38"."kind" IN ('day_price', 'day_hospital'), FALSE) AS "is_price",
    "t38"."institution_number" AS "hospital_number",
    COALESCE(
      "t38"."admission_day",
      CASE
        WHEN COALESCE("t38"."kind" IN ('day_price', 'day_hospital'), FALSE)
        THEN "t38"."service_day"
        ELSE CAST(NULL AS DATE)
      END
    ) AS "first_day",
    GREATEST(
      COALESCE(
        "t38"."admission_day",
        CASE
          WHEN COALESCE("t38"."kind" IN ('day_price', 'day_hospital'), FALSE)
          THEN "t38"."service_day"
          ELSE CAST(NULL AS DATE)
        END
      ),
      COALESCE("t38"."discharge_day", "t38"."last_service_day")
    ) AS "last_day"
  FROM (
    SELECT
      "t37"."person_id",
      "t37"."institution_number",
      "t37"."service_day",
      "t37"."last_service_day",
      "t37"."admission_day",
      "t37"."discharge_day",
      "t37"."booking_month",
      "t37"."quantity",
      "t37"."is_correction",
      "t37"."nomenclature_code",
      "t37"."cnk",
      "t37"."service_code",
      "t37"."reimbursed_cents",
      "t37"."copayment_cents",
      "t37"."supplement_cents",
      "t37"."is_emergency",
      "t26"."kind",
      "t26"."cost_group"
    FROM (
      SELECT
        "t30"."person_id",
        "t30"."institution_number",
        "t30"."service_day",
        "t30"."last_service_day",
        "t30"."admission_day",
        "t30"."discharge_day",
        "t30"."booking_month",
        "t30"."quantity",
        "t30"."is_correction",
        "t30"."nomenclature_code",
        "t30"."cnk",
        "t30"."service_code",
        "t30"."reimbursed_cents",
        "t30"."copayment_cents",
        "t30"."supplement_cents",
        COALESCE("t30"."is_emergency", FALSE) AS "is_emergency"
      FROM "t27" AS "t30"
      WHERE
        (
          (
            NOT "t30"."institution_number" IS NULL
          )
          OR COALESCE("t30"."is_emergency", FALSE)
        )
        AND NOT "t30"."institution_number" IS NULL
        AND NOT "t30"."person_id" IS NULL
        AND "t30"."booking_month" <= (
          (
            EXTRACT(YEAR FROM "t30"."service_day") * 100
          ) + 112
        )
    ) AS "t37"
    LEFT OUTER JOIN (
      SELECT
        "t6"."code",
        "t6"."kind",
        "t6"."cost_group",
        COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
        COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
      FROM "reference_nomenclature" AS "t6"
    ) AS "t26"
      ON "t37"."nomenclature_code" = "t26"."code"
      AND "t37"."service_day" >= "t26"."first_day"
      AND "t37"."service_day" <= "t26"."last_day"
  ) AS "t38"
), "t64" AS (
  SELECT
    "t63"."person_id",
    "t63"."hospital_number",
    "t63"."admission_day",
    "t63"."discharge_day",
    "t63"."stay_kind",
    "t63"."parts",
    "t63"."is_within",
    "t63"."_end",
    "t63"."_from",
    "t63"."_start",
    "t63"."_to",
    "t63"."is_transfer_in",
    "t63"."is_transfer_out",
    "t63"."_episode",
    MIN("t63"."admission_day") OVER (
      PARTITION BY "t63"."person_id", "t63"."stay_kind", "t63"."is_within", "t63"."_episode"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "episode_admission_day",
    MAX("t63"."discharge_day") OVER (
      PARTITION BY "t63"."person_id", "t63"."stay_kind", "t63"."is_within", "t63"."_episode"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "episode_discharge_day"
  FROM (
    SELECT
      "t62"."person_id",
      "t62"."hospital_number",
      "t62"."admission_day",
      "t62"."discharge_day",
      "t62"."stay_kind",
      "t62"."parts",
      "t62"."is_within",
      "t62"."_end",
      "t62"."_from",
      "t62"."_start",
      "t62"."_to",
      "t62"."is_transfer_in",
      "t62"."is_transfer_out",
      CAST(CAST(SUM(CASE WHEN "t62"."is_transfer_in" THEN 0 ELSE 1 END) OVER (
        PARTITION BY "t62"."person_id", "t62"."stay_kind", "t62"."is_within"
        ORDER BY "t62"."admission_day" ASC, "t62"."discharge_day" ASC, "t62"."hospital_number" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "_episode"
    FROM (
      SELECT
        "t61"."person_id",
        "t61"."hospital_number",
        "t61"."admission_day",
        "t61"."discharge_day",
        "t61"."stay_kind",
        "t61"."parts",
        "t61"."is_within",
        "t61"."_end",
        "t61"."_from",
        "t61"."_start",
        "t61"."_to",
        COALESCE(
          DATE_DIFF('DAY', "t61"."_end", "t61"."admission_day") BETWEEN 0 AND 1
          AND (
            "t61"."stay_kind" = 'classic'
          )
          AND (
            "t61"."hospital_number" <> "t61"."_from"
          ),
          FALSE
        ) AS "is_transfer_in",
        COALESCE(
          DATE_DIFF('DAY', "t61"."discharge_day", "t61"."_start") BETWEEN 0 AND 1
          AND (
            "t61"."stay_kind" = 'classic'
          )
          AND (
            "t61"."hospital_number" <> "t61"."_to"
          ),
          FALSE
        ) AS "is_transfer_out"
      FROM (
        SELECT
          "t60"."person_id",
          "t60"."hospital_number",
          "t60"."admission_day",
          "t60"."discharge_day",
          "t60"."stay_kind",
          "t60"."parts",
          "t60"."is_within",
          LAG("t60"."discharge_day") OVER (
            PARTITION BY "t60"."person_id", "t60"."stay_kind", "t60"."is_within"
            ORDER BY "t60"."admission_day" ASC, "t60"."discharge_day" ASC, "t60"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_end",
          LAG("t60"."hospital_number") OVER (
            PARTITION BY "t60"."person_id", "t60"."stay_kind", "t60"."is_within"
            ORDER BY "t60"."admission_day" ASC, "t60"."discharge_day" ASC, "t60"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_from",
          LEAD("t60"."admission_day") OVER (
            PARTITION BY "t60"."person_id", "t60"."stay_kind", "t60"."is_within"
            ORDER BY "t60"."admission_day" ASC, "t60"."discharge_day" ASC, "t60"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_start",
          LEAD("t60"."hospital_number") OVER (
            PARTITION BY "t60"."person_id", "t60"."stay_kind", "t60"."is_within"
            ORDER BY "t60"."admission_day" ASC, "t60"."discharge_day" ASC, "t60"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_to"
        FROM (
          SELECT
            "t59"."person_id",
            "t59"."hospital_number",
            "t59"."admission_day",
            "t59"."discharge_day",
            "t59"."stay_kind",
            "t59"."parts",
            COALESCE(
              (
                MAX("t59"."discharge_day") OVER (
                  PARTITION BY "t59"."person_id", "t59"."stay_kind"
                  ORDER BY "t59"."admission_day" ASC, "t59"."discharge_day" ASC, "t59"."hospital_number" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                ) > "t59"."admission_day"
              )
              AND (
                MAX("t59"."discharge_day") OVER (
                  PARTITION BY "t59"."person_id", "t59"."stay_kind"
                  ORDER BY "t59"."admission_day" ASC, "t59"."discharge_day" ASC, "t59"."hospital_number" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                ) >= "t59"."discharge_day"
              ),
              FALSE
            ) AS "is_within"
          FROM (
            SELECT
              "t58"."person_id",
              "t58"."hospital_number",
              "t58"."admission_day",
              "t58"."discharge_day",
              "t58"."stay_kind",
              "t58"."parts"
            FROM (
              SELECT
                "t57"."person_id",
                "t57"."hospital_number",
                "t57"."episode",
                "t57"."admission_day",
                "t57"."discharge_day",
                "t57"."day_prices",
                "t57"."lump_sums",
                "t57"."parts",
                CASE
                  WHEN "t57"."day_prices" > 0
                  THEN 'classic'
                  WHEN (
                    "t57"."lump_sums" > 0
                  )
                  AND (
                    "t57"."admission_day" = "t57"."discharge_day"
                  )
                  THEN 'day'
                  ELSE CAST(NULL AS TEXT)
                END AS "stay_kind"
              FROM (
                SELECT
                  "t56"."person_id",
                  "t56"."hospital_number",
                  "t56"."episode",
                  MIN("t56"."first_day") AS "admission_day",
                  MAX("t56"."last_day") AS "discharge_day",
                  CAST(CAST(COALESCE(SUM("t56"."day_prices"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "day_prices",
                  CAST(CAST(COALESCE(SUM("t56"."lump_sums"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "lump_sums",
                  COUNT(
                    CASE
                      WHEN (
                        "t56"."day_prices" > 0
                      ) OR (
                        "t56"."lump_sums" > 0
                      )
                      THEN 1
                      ELSE NULL
                    END
                  ) AS "parts"
                FROM (
                  SELECT
                    "t55"."person_id",
                    "t55"."hospital_number",
                    "t55"."first_day",
                    "t55"."last_day",
                    "t55"."day_prices",
                    "t55"."lump_sums",
                    "t55"."originals",
                    CAST(CAST(SUM("t55"."_is_new") OVER (
                      PARTITION BY "t55"."person_id", "t55"."hospital_number"
                      ORDER BY "t55"."first_day" ASC, "t55"."last_day" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                    ) AS DECIMAL(38, 0)) AS BIGINT) AS "episode"
                  FROM (
                    SELECT
                      "t54"."person_id",
                      "t54"."hospital_number",
                      "t54"."first_day",
                      "t54"."last_day",
                      "t54"."day_prices",
                      "t54"."lump_sums",
                      "t54"."originals",
                      "t54"."_latest_end",
                      CAST((
                        "t54"."_latest_end" IS NULL
                      )
                      OR (
                        DATE_DIFF('DAY', "t54"."_latest_end", "t54"."first_day") > 0
                      ) AS BIGINT) AS "_is_new"
                    FROM (
                      SELECT
                        "t51"."person_id",
                        "t51"."hospital_number",
                        "t51"."first_day",
                        "t51"."last_day",
                        "t51"."day_prices",
                        "t51"."lump_sums",
                        "t51"."originals",
                        MAX("t51"."last_day") OVER (
                          PARTITION BY "t51"."person_id", "t51"."hospital_number"
                          ORDER BY "t51"."first_day" ASC, "t51"."last_day" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                        ) AS "_latest_end"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t45"."person_id",
                            "t45"."hospital_number",
                            "t45"."first_day",
                            "t45"."last_day",
                            CAST(CAST(COALESCE(SUM(CASE WHEN "t45"."kind" = 'day_price' THEN "t45"."quantity" ELSE NULL END), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "day_prices",
                            CAST(CAST(COALESCE(
                              SUM(CASE WHEN "t45"."kind" = 'day_hospital' THEN "t45"."quantity" ELSE NULL END),
                              0
                            ) AS DECIMAL(38, 0)) AS BIGINT) AS "lump_sums",
                            COUNT(CASE WHEN NOT (
                              "t45"."is_correction"
                            ) THEN 1 ELSE NULL END) AS "originals"
                          FROM "t43" AS "t45"
                          GROUP BY
                            1,
                            2,
                            3,
                            4
                        ) AS "t50"
                        WHERE
                          NOT "t50"."first_day" IS NULL AND "t50"."originals" > 0
                      ) AS "t51"
                    ) AS "t54"
                  ) AS "t55"
                ) AS "t56"
                GROUP BY
                  1,
                  2,
                  3
              ) AS "t57"
            ) AS "t58"
            WHERE
              NOT "t58"."stay_kind" IS NULL
          ) AS "t59"
        ) AS "t60"
      ) AS "t61"
    ) AS "t62"
  ) AS "t63"
)
SELECT
  "t76"."person_id",
  "t76"."hospital_number",
  "t76"."admission_day",
  "t76"."stay_kind",
  "t76"."discharge_day",
  EXTRACT(YEAR FROM "t76"."admission_day") AS "year",
  DATE_DIFF('DAY', "t76"."admission_day", "t76"."discharge_day") AS "nights",
  "t76"."parts",
  "t76"."is_psychiatric",
  "t76"."service_code",
  CASE "t76"."room"
    WHEN 3
    THEN 'single'
    WHEN 2
    THEN 'double'
    WHEN 1
    THEN 'common'
    ELSE NULL
  END AS "room_type",
  COALESCE("t76"."malignant_quantity" > 0, FALSE) AS "is_oncological",
  "t76"."is_unplanned",
  "t76"."is_transfer_in",
  "t76"."is_transfer_out",
  "t76"."episode_admission_day",
  "t76"."episode_discharge_day",
  COALESCE("t76"."line_count", 0) AS "line_count",
  COALESCE("t76"."reimbursed_cents", 0) AS "reimbursed_cents",
  COALESCE("t76"."copayment_cents", 0) AS "copayment_cents",
  COALESCE("t76"."supplement_cents", 0) AS "supplement_cents",
  COALESCE("t76"."official_fee_cents", 0) AS "official_fee_cents",
  COALESCE("t76"."fee_supplement_cents", 0) AS "fee_supplement_cents",
  COALESCE("t76"."other_fee_supplement_cents", 0) AS "other_fee_supplement_cents",
  COALESCE("t76"."room_supplement_cents", 0) AS "room_supplement_cents",
  COALESCE("t76"."pharmacy_supplement_cents", 0) AS "pharmacy_supplement_cents",
  COALESCE("t76"."implant_supplement_cents", 0) AS "implant_supplement_cents",
  COALESCE("t76"."other_supplement_cents", 0) AS "other_supplement_cents"
FROM (
  SELECT
    "t73"."person_id",
    "t73"."hospital_number",
    "t73"."admission_day",
    "t73"."discharge_day",
    "t73"."stay_kind",
    "t73"."parts",
    "t73"."is_transfer_in",
    "t73"."is_transfer_out",
    "t73"."episode_admission_day",
    "t73"."episode_discharge_day",
    "t73"."is_psychiatric",
    COALESCE("t48"."is_unplanned", FALSE) AS "is_unplanned",
    "t75"."line_count",
    "t75"."reimbursed_cents",
    "t75"."copayment_cents",
    "t75"."supplement_cents",
    "t75"."fee_supplement_cents",
    "t75"."other_fee_supplement_cents",
    "t75"."room_supplement_cents",
    "t75"."pharmacy_supplement_cents",
    "t75"."implant_supplement_cents",
    "t75"."other_supplement_cents",
    "t75"."official_fee_cents",
    "t75"."room",
    "t75"."malignant_quantity",
    "t75"."service_code"
  FROM (
    SELECT
      "t70"."person_id",
      "t70"."hospital_number",
      "t70"."admission_day",
      "t70"."discharge_day",
      "t70"."stay_kind",
      "t70"."parts",
      "t70"."is_transfer_in",
      "t70"."is_transfer_out",
      "t70"."episode_admission_day",
      "t70"."episode_discharge_day",
      COALESCE("t70"."kind" = 'psychiatric', FALSE) AS "is_psychiatric"
    FROM (
      SELECT
        "t68"."person_id",
        "t68"."hospital_number",
        "t68"."admission_day",
        "t68"."discharge_day",
        "t68"."stay_kind",
        "t68"."parts",
        "t68"."is_transfer_in",
        "t68"."is_transfer_out",
        "t68"."episode_admission_day",
        "t68"."episode_discharge_day",
        "t18"."kind"
      FROM (
        SELECT
          "t65"."person_id",
          "t65"."hospital_number",
          "t65"."admission_day",
          "t65"."discharge_day",
          "t65"."stay_kind",
          "t65"."parts",
          "t65"."is_transfer_in",
          "t65"."is_transfer_out",
          "t65"."episode_admission_day",
          "t65"."episode_discharge_day"
        FROM "t64" AS "t65"
        WHERE
          EXTRACT(YEAR FROM "t65"."admission_day") BETWEEN 2022 AND 2023
      ) AS "t68"
      LEFT OUTER JOIN (
        SELECT
          "t0"."code",
          "t0"."kind",
          COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
          COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
        FROM "reference_hospital" AS "t0"
      ) AS "t18"
        ON "t68"."hospital_number" = "t18"."code"
        AND "t68"."admission_day" >= "t18"."first_day"
        AND "t68"."admission_day" <= "t18"."last_day"
    ) AS "t70"
  ) AS "t73"
  LEFT OUTER JOIN (
    SELECT
      "t44"."person_id",
      "t44"."admission_day",
      TRUE AS "is_unplanned"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t40"."person_id",
          "t40"."service_day" AS "admission_day"
        FROM "t39" AS "t40"
        WHERE
          "t40"."quantity" > 0
      ) AS "t41"
      UNION
      SELECT
        *
      FROM (
        SELECT
          "t40"."person_id",
          CAST(CAST("t40"."service_day" AS TIMESTAMP) + TO_DAYS(1) AS DATE) AS "admission_day"
        FROM "t39" AS "t40"
        WHERE
          "t40"."quantity" > 0
      ) AS "t42"
    ) AS "t44"
  ) AS "t48"
    ON "t73"."person_id" = "t48"."person_id"
    AND "t73"."admission_day" = "t48"."admission_day"
  LEFT OUTER JOIN (
    SELECT
      "t71"."person_id",
      "t71"."hospital_number",
      "t71"."admission_day",
      "t71"."discharge_day",
      "t71"."stay_kind",
      CAST(CAST(COALESCE(SUM("t71"."line_count"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "line_count",
      CAST(CAST(COALESCE(SUM("t71"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
      CAST(CAST(COALESCE(SUM("t71"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
      CAST(CAST(COALESCE(SUM("t71"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents",
      CAST(CAST(COALESCE(SUM("t71"."fee_supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "fee_supplement_cents",
      CAST(CAST(COALESCE(SUM("t71"."other_fee_supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "other_fee_supplement_cents",
      CAST(CAST(COALESCE(SUM("t71"."room_supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "room_supplement_cents",
      CAST(CAST(COALESCE(SUM("t71"."pharmacy_supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_supplement_cents",
      CAST(CAST(COALESCE(SUM("t71"."implant_supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "implant_supplement_cents",
      CAST(CAST(COALESCE(SUM("t71"."other_supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "other_supplement_cents",
      CAST(CAST(COALESCE(SUM("t71"."official_fee_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "official_fee_cents",
      MAX("t71"."room") AS "room",
      MAX("t71"."malignant_quantity") AS "malignant_quantity",
      NULLIF(
        SUBSTRING(
          MIN("t71"."dated_service"),
          CASE
            WHEN (
              10 + 1
            ) >= 1
            THEN 10 + 1
            ELSE 10 + 1 + LENGTH(MIN("t71"."dated_service"))
          END
        ),
        ''
      ) AS "service_code"
    FROM (
      SELECT
        "t69"."person_id",
        "t69"."hospital_number",
        "t69"."admission_day",
        "t69"."discharge_day",
        "t69"."stay_kind",
        "t53"."person_id" AS "person_id_right",
        "t53"."hospital_number" AS "hospital_number_right",
        "t53"."service_day",
        "t53"."line_count",
        "t53"."reimbursed_cents",
        "t53"."copayment_cents",
        "t53"."supplement_cents",
        "t53"."fee_supplement_cents",
        "t53"."other_fee_supplement_cents",
        "t53"."room_supplement_cents",
        "t53"."pharmacy_supplement_cents",
        "t53"."implant_supplement_cents",
        "t53"."other_supplement_cents",
        "t53"."official_fee_cents",
        "t53"."room",
        "t53"."malignant_quantity",
        "t53"."dated_service"
      FROM (
        SELECT
          "t65"."person_id",
          "t65"."hospital_number",
          "t65"."admission_day",
          "t65"."discharge_day",
          "t65"."stay_kind"
        FROM "t64" AS "t65"
        WHERE
          EXTRACT(YEAR FROM "t65"."admission_day") BETWEEN 2022 AND 2023
      ) AS "t69"
      INNER JOIN (
        SELECT
          "t49"."person_id",
          "t49"."hospital_number",
          "t49"."service_day",
          COUNT(*) AS "line_count",
          CAST(CAST(COALESCE(SUM("t49"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
          CAST(CAST(COALESCE(SUM("t49"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
          CAST(CAST(COALESCE(SUM("t49"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents",
          CAST(CAST(COALESCE(
            SUM(
              CASE
                WHEN COALESCE("t49"."component", 'other') = 'physician_fee'
                THEN "t49"."supplement_cents"
                ELSE NULL
              END
            ),
            0
          ) AS DECIMAL(38, 0)) AS BIGINT) AS "fee_supplement_cents",
          CAST(CAST(COALESCE(
            SUM(
              CASE
                WHEN COALESCE("t49"."component", 'other') = 'other_fee'
                THEN "t49"."supplement_cents"
                ELSE NULL
              END
            ),
            0
          ) AS DECIMAL(38, 0)) AS BIGINT) AS "other_fee_supplement_cents",
          CAST(CAST(COALESCE(
            SUM(
              CASE
                WHEN COALESCE("t49"."component", 'other') = 'room'
                THEN "t49"."supplement_cents"
                ELSE NULL
              END
            ),
            0
          ) AS DECIMAL(38, 0)) AS BIGINT) AS "room_supplement_cents",
          CAST(CAST(COALESCE(
            SUM(
              CASE
                WHEN COALESCE("t49"."component", 'other') = 'pharmacy'
                THEN "t49"."supplement_cents"
                ELSE NULL
              END
            ),
            0
          ) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_supplement_cents",
          CAST(CAST(COALESCE(
            SUM(
              CASE
                WHEN COALESCE("t49"."component", 'other') = 'implant'
                THEN "t49"."supplement_cents"
                ELSE NULL
              END
            ),
            0
          ) AS DECIMAL(38, 0)) AS BIGINT) AS "implant_supplement_cents",
          CAST(CAST(COALESCE(
            SUM(
              CASE
                WHEN COALESCE("t49"."component", 'other') = 'other'
                THEN "t49"."supplement_cents"
                ELSE NULL
              END
            ),
            0
          ) AS DECIMAL(38, 0)) AS BIGINT) AS "other_supplement_cents",
          CAST(CAST(COALESCE(
            SUM(
              CASE
                WHEN COALESCE("t49"."component", 'other') = 'physician_fee'
                THEN "t49"."reimbursed_cents" + "t49"."copayment_cents"
                ELSE NULL
              END
            ),
            0
          ) AS DECIMAL(38, 0)) AS BIGINT) AS "official_fee_cents",
          MAX(
            CASE
              WHEN NOT (
                "t49"."is_correction"
              )
              THEN CASE "t49"."kind"
                WHEN 'room_single'
                THEN 3
                WHEN 'room_double'
                THEN 2
                WHEN 'room_common'
                THEN 1
                ELSE NULL
              END
              ELSE NULL
            END
          ) AS "room",
          GREATEST(
            CAST(CAST(COALESCE(
              SUM(CASE WHEN "t49"."is_malignant_medicine" THEN "t49"."quantity" ELSE NULL END),
              0
            ) AS DECIMAL(38, 0)) AS BIGINT),
            CAST(CAST(COALESCE(SUM(CASE WHEN "t49"."is_malignant_group" THEN "t49"."quantity" ELSE NULL END), 0) AS DECIMAL(38, 0)) AS BIGINT),
            CAST(CAST(COALESCE(SUM(CASE WHEN "t49"."is_malignant_act" THEN "t49"."quantity" ELSE NULL END), 0) AS DECIMAL(38, 0)) AS BIGINT)
          ) AS "malignant_quantity",
          MIN(
            CASE
              WHEN "t49"."is_price"
              AND NOT (
                "t49"."is_correction"
              )
              AND (
                NOT "t49"."service_code" IS NULL
              )
              THEN CAST("t49"."service_day" AS TEXT) || "t49"."service_code"
              ELSE CAST(NULL AS TEXT)
            END
          ) AS "dated_service"
        FROM (
          SELECT
            "t46"."person_id",
            "t46"."service_day",
            "t46"."quantity",
            "t46"."is_correction",
            "t46"."nomenclature_code",
            "t46"."cnk",
            "t46"."service_code",
            "t46"."kind",
            "t46"."cost_group",
            "t46"."reimbursed_cents",
            "t46"."copayment_cents",
            "t46"."supplement_cents",
            "t46"."is_price",
            "t46"."hospital_number",
            "t46"."first_day",
            "t46"."last_day",
            "t33"."is_malignant_medicine",
            "t34"."is_malignant_group",
            "t19"."is_malignant_act",
            "t22"."component"
          FROM "t43" AS "t46"
          LEFT OUTER JOIN (
            SELECT
              "t28"."code",
              "t28"."first_day",
              "t28"."last_day",
              TRUE AS "is_malignant_medicine"
            FROM (
              SELECT
                "t24"."code",
                GREATEST("t24"."first_day", "t20"."since") AS "first_day",
                LEAST("t24"."last_day", "t20"."until") AS "last_day"
              FROM (
                SELECT
                  "t5"."code",
                  "t5"."atc_code",
                  COALESCE("t5"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                  COALESCE("t5"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day",
                  SUBSTRING(
                    "t5"."atc_code",
                    CASE WHEN (
                      0 + 1
                    ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t5"."atc_code") END,
                    3
                  ) AS "value"
                FROM "reference_cnk" AS "t5"
              ) AS "t24"
              INNER JOIN (
                SELECT
                  "t1"."value",
                  COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "since",
                  COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "until"
                FROM "reference_stay_marker" AS "t1"
                WHERE
                  "t1"."points_to" = 'malignancy' AND "t1"."field" = 'atc'
              ) AS "t20"
                ON "t24"."value" = "t20"."value"
            ) AS "t28"
            WHERE
              "t28"."first_day" <= "t28"."last_day"
          ) AS "t33"
            ON "t46"."cnk" = "t33"."code"
            AND "t46"."service_day" >= "t33"."first_day"
            AND "t46"."service_day" <= "t33"."last_day"
          LEFT OUTER JOIN (
            SELECT
              "t29"."code",
              "t29"."first_day",
              "t29"."last_day",
              TRUE AS "is_malignant_group"
            FROM (
              SELECT
                "t25"."code",
                GREATEST("t25"."first_day", "t21"."since") AS "first_day",
                LEAST("t25"."last_day", "t21"."until") AS "last_day"
              FROM (
                SELECT
                  "t6"."code",
                  "t6"."cost_group",
                  COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                  COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day",
                  "t6"."cost_group" AS "value"
                FROM "reference_nomenclature" AS "t6"
              ) AS "t25"
              INNER JOIN (
                SELECT
                  "t1"."value",
                  COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "since",
                  COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "until"
                FROM "reference_stay_marker" AS "t1"
                WHERE
                  "t1"."points_to" = 'malignancy' AND "t1"."field" = 'cost_group'
              ) AS "t21"
                ON "t25"."value" = "t21"."value"
            ) AS "t29"
            WHERE
              "t29"."first_day" <= "t29"."last_day"
          ) AS "t34"
            ON "t46"."nomenclature_code" = "t34"."code"
            AND "t46"."service_day" >= "t34"."first_day"
            AND "t46"."service_day" <= "t34"."last_day"
          LEFT OUTER JOIN (
            SELECT
              "t1"."value" AS "code",
              COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
              COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day",
              TRUE AS "is_malignant_act"
            FROM "reference_stay_marker" AS "t1"
            WHERE
              "t1"."points_to" = 'malignancy' AND "t1"."field" = 'nomenclature'
          ) AS "t19"
            ON "t46"."nomenclature_code" = "t19"."code"
            AND "t46"."service_day" >= "t19"."first_day"
            AND "t46"."service_day" <= "t19"."last_day"
          LEFT OUTER JOIN (
            SELECT
              "t2"."code",
              "t2"."component",
              COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
              COALESCE("t2"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
            FROM "reference_barometer_component" AS "t2"
          ) AS "t22"
            ON "t46"."cost_group" = "t22"."code"
            AND "t46"."service_day" >= "t22"."first_day"
            AND "t46"."service_day" <= "t22"."last_day"
        ) AS "t49"
        GROUP BY
          1,
          2,
          3
      ) AS "t53"
        ON "t69"."person_id" = "t53"."person_id"
        AND "t69"."hospital_number" = "t53"."hospital_number"
        AND "t53"."service_day" >= "t69"."admission_day"
        AND "t53"."service_day" <= "t69"."discharge_day"
    ) AS "t71"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t75"
    ON "t73"."person_id" = "t75"."person_id"
    AND "t73"."hospital_number" = "t75"."hospital_number"
    AND "t73"."admission_day" = "t75"."admission_day"
    AND "t73"."discharge_day" = "t75"."discharge_day"
    AND "t73"."stay_kind" = "t75"."stay_kind"
) AS "t76"
