WITH "t26" AS (
  SELECT
    "t7"."person_id",
    "t7"."service_day",
    "t7"."nomenclature_code",
    "t7"."booking_month",
    "t7"."accounting_code",
    "t7"."quantity",
    "t7"."days",
    "t7"."reimbursed_cents",
    "t7"."provider_id",
    "t7"."provider_qualification",
    "t7"."prescriber_id",
    "t7"."prescriber_qualification",
    "t7"."institution_number",
    "t7"."service_code",
    "t7"."place_id",
    "t7"."place_qualification",
    "t7"."compulsory_or_free",
    "t7"."cg1",
    "t7"."cg2",
    "t7"."third_payer_id",
    "t7"."third_payer_qualification",
    "t7"."admission_day",
    "t7"."discharge_day",
    "t7"."invoice_type",
    "t7"."last_service_day",
    "t7"."relative_code",
    "t7"."cnk",
    "t7"."copayment_cents",
    "t7"."supplement_cents",
    "t7"."provider_norm",
    "t7"."practice_id",
    "t7"."moment",
    "t7"."billing_type",
    "t7"."percent_norm",
    "t7"."is_correction",
    "t7"."delivery_id",
    "t7"."line",
    "t19"."is_emergency"
  FROM "core_care_line_net" AS "t7"
  LEFT OUTER JOIN (
    SELECT
      "t3"."code",
      "t3"."is_emergency",
      COALESCE("t3"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
      COALESCE("t3"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
    FROM "reference_qualification" AS "t3"
    WHERE
      "t3"."is_emergency"
  ) AS "t19"
    ON "t7"."provider_qualification" = "t19"."code"
    AND "t7"."service_day" >= "t19"."first_day"
    AND "t7"."service_day" <= "t19"."last_day"
), "t38" AS (
  SELECT
    "t34"."person_id",
    "t34"."service_day",
    CAST(CAST(COALESCE(SUM("t34"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "quantity"
  FROM (
    SELECT
      "t29"."person_id",
      "t29"."service_day",
      "t29"."nomenclature_code",
      "t29"."booking_month",
      "t29"."accounting_code",
      "t29"."quantity",
      "t29"."days",
      "t29"."reimbursed_cents",
      "t29"."provider_id",
      "t29"."provider_qualification",
      "t29"."prescriber_id",
      "t29"."prescriber_qualification",
      "t29"."institution_number",
      "t29"."service_code",
      "t29"."place_id",
      "t29"."place_qualification",
      "t29"."compulsory_or_free",
      "t29"."cg1",
      "t29"."cg2",
      "t29"."third_payer_id",
      "t29"."third_payer_qualification",
      "t29"."admission_day",
      "t29"."discharge_day",
      "t29"."invoice_type",
      "t29"."last_service_day",
      "t29"."relative_code",
      "t29"."cnk",
      "t29"."copayment_cents",
      "t29"."supplement_cents",
      "t29"."provider_norm",
      "t29"."practice_id",
      "t29"."moment",
      "t29"."billing_type",
      "t29"."percent_norm",
      "t29"."is_correction",
      "t29"."delivery_id",
      "t29"."line",
      COALESCE("t29"."is_emergency", FALSE) AS "is_emergency"
    FROM "t26" AS "t29"
    WHERE
      (
        (
          NOT "t29"."institution_number" IS NULL
        )
        OR COALESCE("t29"."is_emergency", FALSE)
      )
      AND COALESCE("t29"."is_emergency", FALSE)
      AND (
        (
          (
            "t29"."booking_month" - (
              "t29"."booking_month" % 100
            )
          ) - (
            EXTRACT(YEAR FROM "t29"."service_day") * 100
          )
        ) * 12
      ) <= (
        (
          24 - (
            "t29"."booking_month" % 100
          )
        ) * 100
      )
  ) AS "t34"
  GROUP BY
    1,
    2
), "t42" AS (
  SELECT
    "t37"."person_id",
    "t37"."service_day",
    "t37"."quantity",
    "t37"."is_correction",
    "t37"."nomenclature_code",
    "t37"."cnk",
    "t37"."service_code",
    "t37"."kind",
    "t37"."cost_group",
    "t37"."reimbursed_cents",
    "t37"."copayment_cents",
    "t37"."supplement_cents",
    COALESCE("t37"."kind" IN ('day_price', 'day_hospital'), FALSE) AS "is_price",
    "t37"."institution_number" AS "hospital_number",
    COALESCE(
      "t37"."admission_day",
      CASE
        WHEN COALESCE("t37"."kind" IN ('day_price', 'day_hospital'), FALSE)
        THEN "t37"."service_day"
        ELSE CAST(NULL AS DATE)
      END
    ) AS "first_day",
    GREATEST(
      COALESCE(
        "t37"."admission_day",
        CASE
          WHEN COALESCE("t37"."kind" IN ('day_price', 'day_hospital'), FALSE)
          THEN "t37"."service_day"
          ELSE CAST(NULL AS DATE)
        END
      ),
      COALESCE("t37"."discharge_day", "t37"."last_service_day")
    ) AS "last_day"
  FROM (
    SELECT
      "t36"."person_id",
      "t36"."service_day",
      "t36"."nomenclature_code",
      "t36"."booking_month",
      "t36"."accounting_code",
      "t36"."quantity",
      "t36"."days",
      "t36"."reimbursed_cents",
      "t36"."provider_id",
      "t36"."provider_qualification",
      "t36"."prescriber_id",
      "t36"."prescriber_qualification",
      "t36"."institution_number",
      "t36"."service_code",
      "t36"."place_id",
      "t36"."place_qualification",
      "t36"."compulsory_or_free",
      "t36"."cg1",
      "t36"."cg2",
      "t36"."third_payer_id",
      "t36"."third_payer_qualification",
      "t36"."admission_day",
      "t36"."discharge_day",
      "t36"."invoice_type",
      "t36"."last_service_day",
      "t36"."relative_code",
      "t36"."cnk",
      "t36"."copayment_cents",
      "t36"."supplement_cents",
      "t36"."provider_norm",
      "t36"."practice_id",
      "t36"."moment",
      "t36"."billing_type",
      "t36"."percent_norm",
      "t36"."is_correction",
      "t36"."delivery_id",
      "t36"."line",
      "t36"."is_emergency",
      "t20"."kind",
      "t20"."cost_group"
    FROM (
      SELECT
        "t29"."person_id",
        "t29"."service_day",
        "t29"."nomenclature_code",
        "t29"."booking_month",
        "t29"."accounting_code",
        "t29"."quantity",
        "t29"."days",
        "t29"."reimbursed_cents",
        "t29"."provider_id",
        "t29"."provider_qualification",
        "t29"."prescriber_id",
        "t29"."prescriber_qualification",
        "t29"."institution_number",
        "t29"."service_code",
        "t29"."place_id",
        "t29"."place_qualification",
        "t29"."compulsory_or_free",
        "t29"."cg1",
        "t29"."cg2",
        "t29"."third_payer_id",
        "t29"."third_payer_qualification",
        "t29"."admission_day",
        "t29"."discharge_day",
        "t29"."invoice_type",
        "t29"."last_service_day",
        "t29"."relative_code",
        "t29"."cnk",
        "t29"."copayment_cents",
        "t29"."supplement_cents",
        "t29"."provider_norm",
        "t29"."practice_id",
        "t29"."moment",
        "t29"."billing_type",
        "t29"."percent_norm",
        "t29"."is_correction",
        "t29"."delivery_id",
        "t29"."line",
        COALESCE("t29"."is_emergency", FALSE) AS "is_emergency"
      FROM "t26" AS "t29"
      WHERE
        (
          (
            NOT "t29"."institution_number" IS NULL
          )
          OR COALESCE("t29"."is_emergency", FALSE)
        )
        AND NOT "t29"."institution_number" IS NULL
        AND NOT "t29"."person_id" IS NULL
        AND (
          (
            (
              "t29"."booking_month" - (
                "t29"."booking_month" % 100
              )
            ) - (
              EXTRACT(YEAR FROM "t29"."service_day") * 100
            )
          ) * 12
        ) <= (
          (
            24 - (
              "t29"."booking_month" % 100
            )
          ) * 100
        )
    ) AS "t36"
    LEFT OUTER JOIN (
      SELECT
        "t4"."code",
        "t4"."kind",
        "t4"."cost_group",
        COALESCE("t4"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
        COALESCE("t4"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
      FROM "reference_nomenclature" AS "t4"
    ) AS "t20"
      ON "t36"."nomenclature_code" = "t20"."code"
      AND "t36"."service_day" >= "t20"."first_day"
      AND "t36"."service_day" <= "t20"."last_day"
  ) AS "t37"
), "t73" AS (
  SELECT
    "t72"."person_id",
    "t72"."hospital_number",
    "t72"."admission_day",
    "t72"."discharge_day",
    "t72"."stay_kind",
    "t72"."parts",
    "t72"."is_within",
    "t72"."_end",
    "t72"."_from",
    "t72"."_start",
    "t72"."_to",
    "t72"."is_transfer_in",
    "t72"."is_transfer_out",
    "t72"."_episode",
    MIN("t72"."admission_day") OVER (
      PARTITION BY "t72"."person_id", "t72"."stay_kind", "t72"."is_within", "t72"."_episode"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "episode_admission_day",
    MAX("t72"."discharge_day") OVER (
      PARTITION BY "t72"."person_id", "t72"."stay_kind", "t72"."is_within", "t72"."_episode"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "episode_discharge_day"
  FROM (
    SELECT
      "t71"."person_id",
      "t71"."hospital_number",
      "t71"."admission_day",
      "t71"."discharge_day",
      "t71"."stay_kind",
      "t71"."parts",
      "t71"."is_within",
      "t71"."_end",
      "t71"."_from",
      "t71"."_start",
      "t71"."_to",
      "t71"."is_transfer_in",
      "t71"."is_transfer_out",
      CAST(CAST(SUM(CASE WHEN "t71"."is_transfer_in" THEN 0 ELSE 1 END) OVER (
        PARTITION BY "t71"."person_id", "t71"."stay_kind", "t71"."is_within"
        ORDER BY "t71"."admission_day" ASC, "t71"."discharge_day" ASC, "t71"."hospital_number" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "_episode"
    FROM (
      SELECT
        "t70"."person_id",
        "t70"."hospital_number",
        "t70"."admission_day",
        "t70"."discharge_day",
        "t70"."stay_kind",
        "t70"."parts",
        "t70"."is_within",
        "t70"."_end",
        "t70"."_from",
        "t70"."_start",
        "t70"."_to",
        COALESCE(
          DATE_DIFF('DAY', "t70"."_end", "t70"."admission_day") BETWEEN 0 AND 1
          AND (
            "t70"."stay_kind" = 'classic'
          )
          AND (
            "t70"."hospital_number" <> "t70"."_from"
          ),
          FALSE
        ) AS "is_transfer_in",
        COALESCE(
          DATE_DIFF('DAY', "t70"."discharge_day", "t70"."_start") BETWEEN 0 AND 1
          AND (
            "t70"."stay_kind" = 'classic'
          )
          AND (
            "t70"."hospital_number" <> "t70"."_to"
          ),
          FALSE
        ) AS "is_transfer_out"
      FROM (
        SELECT
          "t69"."person_id",
          "t69"."hospital_number",
          "t69"."admission_day",
          "t69"."discharge_day",
          "t69"."stay_kind",
          "t69"."parts",
          "t69"."is_within",
          LAG("t69"."discharge_day") OVER (
            PARTITION BY "t69"."person_id", "t69"."stay_kind", "t69"."is_within"
            ORDER BY "t69"."admission_day" ASC, "t69"."discharge_day" ASC, "t69"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_end",
          LAG("t69"."hospital_number") OVER (
            PARTITION BY "t69"."person_id", "t69"."stay_kind", "t69"."is_within"
            ORDER BY "t69"."admission_day" ASC, "t69"."discharge_day" ASC, "t69"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_from",
          LEAD("t69"."admission_day") OVER (
            PARTITION BY "t69"."person_id", "t69"."stay_kind", "t69"."is_within"
            ORDER BY "t69"."admission_day" ASC, "t69"."discharge_day" ASC, "t69"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_start",
          LEAD("t69"."hospital_number") OVER (
            PARTITION BY "t69"."person_id", "t69"."stay_kind", "t69"."is_within"
            ORDER BY "t69"."admission_day" ASC, "t69"."discharge_day" ASC, "t69"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_to"
        FROM (
          SELECT
            "t68"."person_id",
            "t68"."hospital_number",
            "t68"."admission_day",
            "t68"."discharge_day",
            "t68"."stay_kind",
            "t68"."parts",
            COALESCE(
              (
                MAX("t68"."discharge_day") OVER (
                  PARTITION BY "t68"."person_id", "t68"."stay_kind"
                  ORDER BY "t68"."admission_day" ASC, "t68"."discharge_day" ASC, "t68"."hospital_number" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                ) > "t68"."admission_day"
              )
              AND (
                MAX("t68"."discharge_day") OVER (
                  PARTITION BY "t68"."person_id", "t68"."stay_kind"
                  ORDER BY "t68"."admission_day" ASC, "t68"."discharge_day" ASC, "t68"."hospital_number" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                ) >= "t68"."discharge_day"
              ),
              FALSE
            ) AS "is_within"
          FROM (
            SELECT
              "t67"."person_id",
              "t67"."hospital_number",
              "t67"."admission_day",
              "t67"."discharge_day",
              "t67"."stay_kind",
              "t67"."parts"
            FROM (
              SELECT
                "t66"."person_id",
                "t66"."hospital_number",
                "t66"."episode",
                "t66"."admission_day",
                "t66"."discharge_day",
                "t66"."day_prices",
                "t66"."lump_sums",
                "t66"."parts",
                CASE
                  WHEN "t66"."day_prices" > 0
                  THEN 'classic'
                  WHEN (
                    "t66"."lump_sums" > 0
                  )
                  AND (
                    "t66"."admission_day" = "t66"."discharge_day"
                  )
                  THEN 'day'
                  ELSE CAST(NULL AS TEXT)
                END AS "stay_kind"
              FROM (
                SELECT
                  "t65"."person_id",
                  "t65"."hospital_number",
                  "t65"."episode",
                  MIN("t65"."first_day") AS "admission_day",
                  MAX("t65"."last_day") AS "discharge_day",
                  CAST(CAST(COALESCE(SUM("t65"."day_prices"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "day_prices",
                  CAST(CAST(COALESCE(SUM("t65"."lump_sums"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "lump_sums",
                  COUNT(*) FILTER(WHERE
                    (
                      "t65"."day_prices" > 0
                    ) OR (
                      "t65"."lump_sums" > 0
                    )) AS "parts"
                FROM (
                  SELECT
                    "t64"."person_id",
                    "t64"."hospital_number",
                    "t64"."first_day",
                    "t64"."last_day",
                    "t64"."day_prices",
                    "t64"."lump_sums",
                    "t64"."originals",
                    CAST(CAST(SUM("t64"."_is_new") OVER (
                      PARTITION BY "t64"."person_id", "t64"."hospital_number"
                      ORDER BY "t64"."first_day" ASC, "t64"."last_day" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                    ) AS DECIMAL(38, 0)) AS BIGINT) AS "episode"
                  FROM (
                    SELECT
                      "t60"."person_id",
                      "t60"."hospital_number",
                      "t60"."first_day",
                      "t60"."last_day",
                      "t60"."day_prices",
                      "t60"."lump_sums",
                      "t60"."originals",
                      "t60"."_latest_end",
                      CAST((
                        "t60"."_latest_end" IS NULL
                      )
                      OR (
                        DATE_DIFF('DAY', "t60"."_latest_end", "t60"."first_day") > 0
                      ) AS BIGINT) AS "_is_new"
                    FROM (
                      SELECT
                        "t59"."person_id",
                        "t59"."hospital_number",
                        "t59"."first_day",
                        "t59"."last_day",
                        "t59"."day_prices",
                        "t59"."lump_sums",
                        "t59"."originals",
                        MAX("t59"."last_day") OVER (
                          PARTITION BY "t59"."person_id", "t59"."hospital_number"
                          ORDER BY "t59"."first_day" ASC, "t59"."last_day" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                        ) AS "_latest_end"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t44"."person_id",
                            "t44"."hospital_number",
                            "t44"."first_day",
                            "t44"."last_day",
                            CAST(CAST(COALESCE(SUM("t44"."quantity") FILTER(WHERE
                              "t44"."kind" = 'day_price'), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "day_prices",
                            CAST(CAST(COALESCE(SUM("t44"."quantity") FILTER(WHERE
                              "t44"."kind" = 'day_hospital'), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "lump_sums",
                            COUNT(*) FILTER(WHERE
                              NOT (
                                "t44"."is_correction"
                              )) AS "originals"
                          FROM "t42" AS "t44"
                          GROUP BY
                            1,
                            2,
                            3,
                            4
                        ) AS "t56"
                        WHERE
                          NOT "t56"."first_day" IS NULL AND "t56"."originals" > 0
                      ) AS "t59"
                    ) AS "t60"
                  ) AS "t64"
                ) AS "t65"
                GROUP BY
                  1,
                  2,
                  3
              ) AS "t66"
            ) AS "t67"
            WHERE
              NOT "t67"."stay_kind" IS NULL
          ) AS "t68"
        ) AS "t69"
      ) AS "t70"
    ) AS "t71"
  ) AS "t72"
)
SELECT
  "t89"."person_id",
  "t89"."hospital_number",
  "t89"."admission_day",
  "t89"."stay_kind",
  "t89"."discharge_day",
  EXTRACT(YEAR FROM "t89"."admission_day") AS "year",
  DATE_DIFF('DAY', "t89"."admission_day", "t89"."discharge_day") AS "nights",
  "t89"."parts",
  "t89"."is_psychiatric",
  "t89"."service_code",
  CASE "t89"."room"
    WHEN 3
    THEN 'single'
    WHEN 2
    THEN 'double'
    WHEN 1
    THEN 'common'
    ELSE NULL
  END AS "room_type",
  "t89"."is_oncological",
  "t89"."is_unplanned",
  "t89"."is_transfer_in",
  "t89"."is_transfer_out",
  "t89"."episode_admission_day",
  "t89"."episode_discharge_day",
  COALESCE("t89"."line_count", 0) AS "line_count",
  COALESCE("t89"."reimbursed_cents", 0) AS "reimbursed_cents",
  COALESCE("t89"."copayment_cents", 0) AS "copayment_cents",
  COALESCE("t89"."supplement_cents", 0) AS "supplement_cents",
  COALESCE("t89"."official_fee_cents", 0) AS "official_fee_cents",
  COALESCE("t89"."fee_supplement_cents", 0) AS "fee_supplement_cents",
  COALESCE("t89"."other_fee_supplement_cents", 0) AS "other_fee_supplement_cents",
  COALESCE("t89"."room_supplement_cents", 0) AS "room_supplement_cents",
  COALESCE("t89"."pharmacy_supplement_cents", 0) AS "pharmacy_supplement_cents",
  COALESCE("t89"."implant_supplement_cents", 0) AS "implant_supplement_cents",
  COALESCE("t89"."other_supplement_cents", 0) AS "other_supplement_cents"
FROM (
  SELECT
    "t82"."person_id",
    "t82"."hospital_number",
    "t82"."admission_day",
    "t82"."discharge_day",
    "t82"."stay_kind",
    "t82"."parts",
    "t82"."is_transfer_in",
    "t82"."is_transfer_out",
    "t82"."episode_admission_day",
    "t82"."episode_discharge_day",
    "t82"."is_psychiatric",
    COALESCE("t47"."is_unplanned", FALSE) AS "is_unplanned",
    COALESCE("t88"."is_oncological", FALSE) AS "is_oncological",
    "t85"."line_count",
    "t85"."reimbursed_cents",
    "t85"."copayment_cents",
    "t85"."supplement_cents",
    "t85"."fee_supplement_cents",
    "t85"."other_fee_supplement_cents",
    "t85"."room_supplement_cents",
    "t85"."pharmacy_supplement_cents",
    "t85"."implant_supplement_cents",
    "t85"."other_supplement_cents",
    "t85"."official_fee_cents",
    "t85"."room",
    "t85"."service_code"
  FROM (
    SELECT
      "t79"."person_id",
      "t79"."hospital_number",
      "t79"."admission_day",
      "t79"."discharge_day",
      "t79"."stay_kind",
      "t79"."parts",
      "t79"."is_transfer_in",
      "t79"."is_transfer_out",
      "t79"."episode_admission_day",
      "t79"."episode_discharge_day",
      COALESCE("t79"."kind" = 'psychiatric', FALSE) AS "is_psychiatric"
    FROM (
      SELECT
        "t77"."person_id",
        "t77"."hospital_number",
        "t77"."admission_day",
        "t77"."discharge_day",
        "t77"."stay_kind",
        "t77"."parts",
        "t77"."is_transfer_in",
        "t77"."is_transfer_out",
        "t77"."episode_admission_day",
        "t77"."episode_discharge_day",
        "t17"."kind"
      FROM (
        SELECT
          "t74"."person_id",
          "t74"."hospital_number",
          "t74"."admission_day",
          "t74"."discharge_day",
          "t74"."stay_kind",
          "t74"."parts",
          "t74"."is_transfer_in",
          "t74"."is_transfer_out",
          "t74"."episode_admission_day",
          "t74"."episode_discharge_day"
        FROM "t73" AS "t74"
        WHERE
          EXTRACT(YEAR FROM "t74"."admission_day") BETWEEN 2022 AND 2023
      ) AS "t77"
      LEFT OUTER JOIN (
        SELECT
          "t0"."code",
          "t0"."kind",
          COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
          COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
        FROM "reference_hospital" AS "t0"
      ) AS "t17"
        ON "t77"."hospital_number" = "t17"."code"
        AND "t77"."admission_day" >= "t17"."first_day"
        AND "t77"."admission_day" <= "t17"."last_day"
    ) AS "t79"
  ) AS "t82"
  LEFT OUTER JOIN (
    SELECT
      "t43"."person_id",
      "t43"."admission_day",
      TRUE AS "is_unplanned"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t39"."person_id",
          "t39"."service_day" AS "admission_day"
        FROM "t38" AS "t39"
        WHERE
          "t39"."quantity" > 0
      ) AS "t40"
      UNION
      SELECT
        *
      FROM (
        SELECT
          "t39"."person_id",
          CAST(CAST("t39"."service_day" AS TIMESTAMP) + TO_DAYS(1) AS DATE) AS "admission_day"
        FROM "t38" AS "t39"
        WHERE
          "t39"."quantity" > 0
      ) AS "t41"
    ) AS "t43"
  ) AS "t47"
    ON "t82"."person_id" = "t47"."person_id"
    AND "t82"."admission_day" = "t47"."admission_day"
  LEFT OUTER JOIN (
    SELECT
      "t86"."person_id",
      "t86"."hospital_number",
      "t86"."admission_day",
      "t86"."stay_kind",
      TRUE AS "is_oncological"
    FROM (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t82"."person_id",
          "t82"."hospital_number",
          "t82"."admission_day",
          "t82"."stay_kind"
        FROM (
          SELECT
            "t79"."person_id",
            "t79"."hospital_number",
            "t79"."admission_day",
            "t79"."discharge_day",
            "t79"."stay_kind",
            "t79"."parts",
            "t79"."is_transfer_in",
            "t79"."is_transfer_out",
            "t79"."episode_admission_day",
            "t79"."episode_discharge_day",
            COALESCE("t79"."kind" = 'psychiatric', FALSE) AS "is_psychiatric"
          FROM (
            SELECT
              "t77"."person_id",
              "t77"."hospital_number",
              "t77"."admission_day",
              "t77"."discharge_day",
              "t77"."stay_kind",
              "t77"."parts",
              "t77"."is_transfer_in",
              "t77"."is_transfer_out",
              "t77"."episode_admission_day",
              "t77"."episode_discharge_day",
              "t17"."kind"
            FROM (
              SELECT
                "t74"."person_id",
                "t74"."hospital_number",
                "t74"."admission_day",
                "t74"."discharge_day",
                "t74"."stay_kind",
                "t74"."parts",
                "t74"."is_transfer_in",
                "t74"."is_transfer_out",
                "t74"."episode_admission_day",
                "t74"."episode_discharge_day"
              FROM "t73" AS "t74"
              WHERE
                EXTRACT(YEAR FROM "t74"."admission_day") BETWEEN 2022 AND 2023
            ) AS "t77"
            LEFT OUTER JOIN (
              SELECT
                "t0"."code",
                "t0"."kind",
                COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
              FROM "reference_hospital" AS "t0"
            ) AS "t17"
              ON "t77"."hospital_number" = "t17"."code"
              AND "t77"."admission_day" >= "t17"."first_day"
              AND "t77"."admission_day" <= "t17"."last_day"
          ) AS "t79"
        ) AS "t82"
        LEFT OUTER JOIN (
          SELECT
            "t43"."person_id",
            "t43"."admission_day",
            TRUE AS "is_unplanned"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t39"."person_id",
                "t39"."service_day" AS "admission_day"
              FROM "t38" AS "t39"
              WHERE
                "t39"."quantity" > 0
            ) AS "t40"
            UNION
            SELECT
              *
            FROM (
              SELECT
                "t39"."person_id",
                CAST(CAST("t39"."service_day" AS TIMESTAMP) + TO_DAYS(1) AS DATE) AS "admission_day"
              FROM "t38" AS "t39"
              WHERE
                "t39"."quantity" > 0
            ) AS "t41"
          ) AS "t43"
        ) AS "t47"
          ON "t82"."person_id" = "t47"."person_id"
          AND "t82"."admission_day" = "t47"."admission_day"
        INNER JOIN (
          SELECT
            "t61"."person_id",
            "t61"."hospital_number",
            "t61"."service_day",
            "t61"."fact"
          FROM (
            SELECT
              "t58"."person_id",
              "t58"."hospital_number",
              "t58"."service_day",
              "t58"."fact",
              CAST(CAST(COALESCE(SUM("t58"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "quantity"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t48"."person_id",
                  "t48"."hospital_number",
                  "t48"."service_day",
                  "t48"."quantity",
                  2 AS "fact"
                FROM (
                  SELECT
                    "t45"."person_id",
                    "t45"."service_day",
                    "t45"."quantity",
                    "t45"."is_correction",
                    "t45"."nomenclature_code",
                    "t45"."cnk",
                    "t45"."service_code",
                    "t45"."kind",
                    "t45"."cost_group",
                    "t45"."reimbursed_cents",
                    "t45"."copayment_cents",
                    "t45"."supplement_cents",
                    "t45"."is_price",
                    "t45"."hospital_number",
                    "t45"."first_day",
                    "t45"."last_day"
                  FROM "t42" AS "t45"
                  INNER JOIN (
                    SELECT
                      "t5"."value" AS "code",
                      COALESCE("t5"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                      COALESCE("t5"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                    FROM "reference_stay_marker" AS "t5"
                    WHERE
                      "t5"."points_to" = 'malignancy' AND "t5"."field" = 'nomenclature'
                  ) AS "t22"
                    ON "t45"."nomenclature_code" = "t22"."code"
                    AND "t45"."service_day" >= "t22"."first_day"
                    AND "t45"."service_day" <= "t22"."last_day"
                ) AS "t48"
              ) AS "t53"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t50"."person_id",
                    "t50"."hospital_number",
                    "t50"."service_day",
                    "t50"."quantity",
                    0 AS "fact"
                  FROM (
                    SELECT
                      "t45"."person_id",
                      "t45"."service_day",
                      "t45"."quantity",
                      "t45"."is_correction",
                      "t45"."nomenclature_code",
                      "t45"."cnk",
                      "t45"."service_code",
                      "t45"."kind",
                      "t45"."cost_group",
                      "t45"."reimbursed_cents",
                      "t45"."copayment_cents",
                      "t45"."supplement_cents",
                      "t45"."is_price",
                      "t45"."hospital_number",
                      "t45"."first_day",
                      "t45"."last_day"
                    FROM "t42" AS "t45"
                    INNER JOIN (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t25"."code",
                          GREATEST("t25"."first_day", "t23"."since") AS "first_day",
                          LEAST("t25"."last_day", "t23"."until") AS "last_day"
                        FROM (
                          SELECT
                            "t6"."code",
                            "t6"."atc_code",
                            COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                            COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day",
                            SUBSTRING(
                              "t6"."atc_code",
                              CASE WHEN (
                                0 + 1
                              ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t6"."atc_code") END,
                              3
                            ) AS "value"
                          FROM "reference_cnk" AS "t6"
                        ) AS "t25"
                        INNER JOIN (
                          SELECT
                            "t5"."value",
                            COALESCE("t5"."valid_from", MAKE_DATE(1900, 1, 1)) AS "since",
                            COALESCE("t5"."valid_to", MAKE_DATE(9999, 12, 31)) AS "until"
                          FROM "reference_stay_marker" AS "t5"
                          WHERE
                            "t5"."points_to" = 'malignancy' AND "t5"."field" = 'atc'
                        ) AS "t23"
                          ON "t25"."value" = "t23"."value"
                      ) AS "t28"
                      WHERE
                        "t28"."first_day" <= "t28"."last_day"
                    ) AS "t33"
                      ON "t45"."cnk" = "t33"."code"
                      AND "t45"."service_day" >= "t33"."first_day"
                      AND "t45"."service_day" <= "t33"."last_day"
                  ) AS "t50"
                ) AS "t55"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t49"."person_id",
                    "t49"."hospital_number",
                    "t49"."service_day",
                    "t49"."quantity",
                    1 AS "fact"
                  FROM (
                    SELECT
                      "t45"."person_id",
                      "t45"."service_day",
                      "t45"."quantity",
                      "t45"."is_correction",
                      "t45"."nomenclature_code",
                      "t45"."cnk",
                      "t45"."service_code",
                      "t45"."kind",
                      "t45"."cost_group",
                      "t45"."reimbursed_cents",
                      "t45"."copayment_cents",
                      "t45"."supplement_cents",
                      "t45"."is_price",
                      "t45"."hospital_number",
                      "t45"."first_day",
                      "t45"."last_day"
                    FROM "t42" AS "t45"
                    INNER JOIN (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t21"."code",
                          GREATEST("t21"."first_day", "t24"."since") AS "first_day",
                          LEAST("t21"."last_day", "t24"."until") AS "last_day"
                        FROM (
                          SELECT
                            "t4"."code",
                            "t4"."cost_group",
                            COALESCE("t4"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                            COALESCE("t4"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day",
                            "t4"."cost_group" AS "value"
                          FROM "reference_nomenclature" AS "t4"
                        ) AS "t21"
                        INNER JOIN (
                          SELECT
                            "t5"."value",
                            COALESCE("t5"."valid_from", MAKE_DATE(1900, 1, 1)) AS "since",
                            COALESCE("t5"."valid_to", MAKE_DATE(9999, 12, 31)) AS "until"
                          FROM "reference_stay_marker" AS "t5"
                          WHERE
                            "t5"."points_to" = 'malignancy' AND "t5"."field" = 'cost_group'
                        ) AS "t24"
                          ON "t21"."value" = "t24"."value"
                      ) AS "t27"
                      WHERE
                        "t27"."first_day" <= "t27"."last_day"
                    ) AS "t32"
                      ON "t45"."nomenclature_code" = "t32"."code"
                      AND "t45"."service_day" >= "t32"."first_day"
                      AND "t45"."service_day" <= "t32"."last_day"
                  ) AS "t49"
                ) AS "t54"
              ) AS "t57"
            ) AS "t58"
            GROUP BY
              1,
              2,
              3,
              4
          ) AS "t61"
          WHERE
            "t61"."quantity" > 0
        ) AS "t63"
          ON "t82"."person_id" = "t63"."person_id"
          AND "t82"."hospital_number" = "t63"."hospital_number"
          AND "t63"."service_day" >= "t82"."admission_day"
          AND "t63"."service_day" <= "t82"."discharge_day"
      ) AS "t83"
    ) AS "t86"
  ) AS "t88"
    ON "t82"."person_id" = "t88"."person_id"
    AND "t82"."hospital_number" = "t88"."hospital_number"
    AND "t82"."admission_day" = "t88"."admission_day"
    AND "t82"."stay_kind" = "t88"."stay_kind"
  LEFT OUTER JOIN (
    SELECT
      "t80"."person_id",
      "t80"."hospital_number",
      "t80"."admission_day",
      "t80"."discharge_day",
      "t80"."stay_kind",
      COUNT(*) AS "line_count",
      CAST(CAST(COALESCE(SUM("t80"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
      CAST(CAST(COALESCE(SUM("t80"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
      CAST(CAST(COALESCE(SUM("t80"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents",
      CAST(CAST(COALESCE(
        SUM("t80"."supplement_cents") FILTER(WHERE
          COALESCE("t80"."component", 'other') = 'physician_fee'),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "fee_supplement_cents",
      CAST(CAST(COALESCE(
        SUM("t80"."supplement_cents") FILTER(WHERE
          COALESCE("t80"."component", 'other') = 'other_fee'),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "other_fee_supplement_cents",
      CAST(CAST(COALESCE(
        SUM("t80"."supplement_cents") FILTER(WHERE
          COALESCE("t80"."component", 'other') = 'room'),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "room_supplement_cents",
      CAST(CAST(COALESCE(
        SUM("t80"."supplement_cents") FILTER(WHERE
          COALESCE("t80"."component", 'other') = 'pharmacy'),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_supplement_cents",
      CAST(CAST(COALESCE(
        SUM("t80"."supplement_cents") FILTER(WHERE
          COALESCE("t80"."component", 'other') = 'implant'),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "implant_supplement_cents",
      CAST(CAST(COALESCE(
        SUM("t80"."supplement_cents") FILTER(WHERE
          COALESCE("t80"."component", 'other') = 'other'),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "other_supplement_cents",
      CAST(CAST(COALESCE(
        SUM("t80"."reimbursed_cents" + "t80"."copayment_cents") FILTER(WHERE
          COALESCE("t80"."component", 'other') = 'physician_fee'),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "official_fee_cents",
      MAX(
        CASE "t80"."kind"
          WHEN 'room_single'
          THEN 3
          WHEN 'room_double'
          THEN 2
          WHEN 'room_common'
          THEN 1
          ELSE NULL
        END
      ) FILTER(WHERE
        NOT (
          "t80"."is_correction"
        )) AS "room",
      NULLIF(
        SUBSTRING(
          MIN(
            CASE
              WHEN "t80"."is_price"
              AND NOT (
                "t80"."is_correction"
              )
              AND (
                NOT "t80"."service_code" IS NULL
              )
              THEN CAST("t80"."service_day" AS TEXT) || "t80"."service_code"
              ELSE CAST(NULL AS TEXT)
            END
          ),
          CASE
            WHEN (
              10 + 1
            ) >= 1
            THEN 10 + 1
            ELSE 10 + 1 + LENGTH(
              MIN(
                CASE
                  WHEN "t80"."is_price"
                  AND NOT (
                    "t80"."is_correction"
                  )
                  AND (
                    NOT "t80"."service_code" IS NULL
                  )
                  THEN CAST("t80"."service_day" AS TEXT) || "t80"."service_code"
                  ELSE CAST(NULL AS TEXT)
                END
              )
            )
          END
        ),
        ''
      ) AS "service_code"
    FROM (
      SELECT
        "t78"."person_id",
        "t78"."hospital_number",
        "t78"."admission_day",
        "t78"."discharge_day",
        "t78"."stay_kind",
        "t52"."person_id" AS "person_id_right",
        "t52"."service_day",
        "t52"."quantity",
        "t52"."is_correction",
        "t52"."nomenclature_code",
        "t52"."cnk",
        "t52"."service_code",
        "t52"."kind",
        "t52"."cost_group",
        "t52"."reimbursed_cents",
        "t52"."copayment_cents",
        "t52"."supplement_cents",
        "t52"."is_price",
        "t52"."hospital_number" AS "hospital_number_right",
        "t52"."first_day",
        "t52"."last_day",
        "t52"."component"
      FROM (
        SELECT
          "t74"."person_id",
          "t74"."hospital_number",
          "t74"."admission_day",
          "t74"."discharge_day",
          "t74"."stay_kind"
        FROM "t73" AS "t74"
        WHERE
          EXTRACT(YEAR FROM "t74"."admission_day") BETWEEN 2022 AND 2023
      ) AS "t78"
      INNER JOIN (
        SELECT
          "t45"."person_id",
          "t45"."service_day",
          "t45"."quantity",
          "t45"."is_correction",
          "t45"."nomenclature_code",
          "t45"."cnk",
          "t45"."service_code",
          "t45"."kind",
          "t45"."cost_group",
          "t45"."reimbursed_cents",
          "t45"."copayment_cents",
          "t45"."supplement_cents",
          "t45"."is_price",
          "t45"."hospital_number",
          "t45"."first_day",
          "t45"."last_day",
          "t18"."component"
        FROM "t42" AS "t45"
        LEFT OUTER JOIN (
          SELECT
            "t1"."code",
            "t1"."component",
            COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
            COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
          FROM "reference_barometer_component" AS "t1"
        ) AS "t18"
          ON "t45"."cost_group" = "t18"."code"
          AND "t45"."service_day" >= "t18"."first_day"
          AND "t45"."service_day" <= "t18"."last_day"
      ) AS "t52"
        ON "t78"."person_id" = "t52"."person_id"
        AND "t78"."hospital_number" = "t52"."hospital_number"
        AND "t52"."service_day" >= "t78"."admission_day"
        AND "t52"."service_day" <= "t78"."discharge_day"
    ) AS "t80"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t85"
    ON "t82"."person_id" = "t85"."person_id"
    AND "t82"."hospital_number" = "t85"."hospital_number"
    AND "t82"."admission_day" = "t85"."admission_day"
    AND "t82"."discharge_day" = "t85"."discharge_day"
    AND "t82"."stay_kind" = "t85"."stay_kind"
) AS "t89"
