WITH "t27" AS (
  SELECT
    "t10"."person_id",
    "t10"."institution_number",
    "t10"."service_day",
    "t10"."last_service_day",
    "t10"."admission_day",
    "t10"."discharge_day",
    "t10"."booking_month",
    "t10"."quantity",
    "t10"."is_correction",
    "t10"."nomenclature_code",
    "t10"."cnk",
    "t10"."service_code",
    "t10"."reimbursed_cents",
    "t10"."copayment_cents",
    "t10"."supplement_cents",
    "t10"."provider_qualification",
    "t20"."is_emergency"
  FROM (
    SELECT
      "t2"."person_id",
      "t2"."institution_number",
      "t2"."service_day",
      "t2"."last_service_day",
      "t2"."admission_day",
      "t2"."discharge_day",
      "t2"."booking_month",
      "t2"."quantity",
      "t2"."is_correction",
      "t2"."nomenclature_code",
      "t2"."cnk",
      "t2"."service_code",
      "t2"."reimbursed_cents",
      "t2"."copayment_cents",
      "t2"."supplement_cents",
      "t2"."provider_qualification"
    FROM "core_care_line_net" AS "t2"
  ) AS "t10"
  LEFT OUTER JOIN (
    SELECT
      "t3"."code",
      "t3"."is_emergency",
      COALESCE("t3"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
      COALESCE("t3"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
    FROM "reference_qualification" AS "t3"
    WHERE
      "t3"."is_emergency"
  ) AS "t20"
    ON "t10"."provider_qualification" = "t20"."code"
    AND "t10"."service_day" >= "t20"."first_day"
    AND "t10"."service_day" <= "t20"."last_day"
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
      AND (
        (
          (
            "t30"."booking_month" - (
              "t30"."booking_month" % 100
            )
          ) - (
            EXTRACT(YEAR FROM "t30"."service_day") * 100
          )
        ) * 12
      ) <= (
        (
          24 - (
            "t30"."booking_month" % 100
          )
        ) * 100
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
      "t21"."kind",
      "t21"."cost_group"
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
        AND (
          (
            (
              "t30"."booking_month" - (
                "t30"."booking_month" % 100
              )
            ) - (
              EXTRACT(YEAR FROM "t30"."service_day") * 100
            )
          ) * 12
        ) <= (
          (
            24 - (
              "t30"."booking_month" % 100
            )
          ) * 100
        )
    ) AS "t37"
    LEFT OUTER JOIN (
      SELECT
        "t4"."code",
        "t4"."kind",
        "t4"."cost_group",
        COALESCE("t4"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
        COALESCE("t4"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
      FROM "reference_nomenclature" AS "t4"
    ) AS "t21"
      ON "t37"."nomenclature_code" = "t21"."code"
      AND "t37"."service_day" >= "t21"."first_day"
      AND "t37"."service_day" <= "t21"."last_day"
  ) AS "t38"
), "t74" AS (
  SELECT
    "t73"."person_id",
    "t73"."hospital_number",
    "t73"."admission_day",
    "t73"."discharge_day",
    "t73"."stay_kind",
    "t73"."parts",
    "t73"."is_within",
    "t73"."_end",
    "t73"."_from",
    "t73"."_start",
    "t73"."_to",
    "t73"."is_transfer_in",
    "t73"."is_transfer_out",
    "t73"."_episode",
    MIN("t73"."admission_day") OVER (
      PARTITION BY "t73"."person_id", "t73"."stay_kind", "t73"."is_within", "t73"."_episode"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "episode_admission_day",
    MAX("t73"."discharge_day") OVER (
      PARTITION BY "t73"."person_id", "t73"."stay_kind", "t73"."is_within", "t73"."_episode"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "episode_discharge_day"
  FROM (
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
      CAST(CAST(SUM(CASE WHEN "t72"."is_transfer_in" THEN 0 ELSE 1 END) OVER (
        PARTITION BY "t72"."person_id", "t72"."stay_kind", "t72"."is_within"
        ORDER BY "t72"."admission_day" ASC, "t72"."discharge_day" ASC, "t72"."hospital_number" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "_episode"
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
        COALESCE(
          DATE_DIFF('DAY', "t71"."_end", "t71"."admission_day") BETWEEN 0 AND 1
          AND (
            "t71"."stay_kind" = 'classic'
          )
          AND (
            "t71"."hospital_number" <> "t71"."_from"
          ),
          FALSE
        ) AS "is_transfer_in",
        COALESCE(
          DATE_DIFF('DAY', "t71"."discharge_day", "t71"."_start") BETWEEN 0 AND 1
          AND (
            "t71"."stay_kind" = 'classic'
          )
          AND (
            "t71"."hospital_number" <> "t71"."_to"
          ),
          FALSE
        ) AS "is_transfer_out"
      FROM (
        SELECT
          "t70"."person_id",
          "t70"."hospital_number",
          "t70"."admission_day",
          "t70"."discharge_day",
          "t70"."stay_kind",
          "t70"."parts",
          "t70"."is_within",
          LAG("t70"."discharge_day") OVER (
            PARTITION BY "t70"."person_id", "t70"."stay_kind", "t70"."is_within"
            ORDER BY "t70"."admission_day" ASC, "t70"."discharge_day" ASC, "t70"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_end",
          LAG("t70"."hospital_number") OVER (
            PARTITION BY "t70"."person_id", "t70"."stay_kind", "t70"."is_within"
            ORDER BY "t70"."admission_day" ASC, "t70"."discharge_day" ASC, "t70"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_from",
          LEAD("t70"."admission_day") OVER (
            PARTITION BY "t70"."person_id", "t70"."stay_kind", "t70"."is_within"
            ORDER BY "t70"."admission_day" ASC, "t70"."discharge_day" ASC, "t70"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_start",
          LEAD("t70"."hospital_number") OVER (
            PARTITION BY "t70"."person_id", "t70"."stay_kind", "t70"."is_within"
            ORDER BY "t70"."admission_day" ASC, "t70"."discharge_day" ASC, "t70"."hospital_number" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "_to"
        FROM (
          SELECT
            "t69"."person_id",
            "t69"."hospital_number",
            "t69"."admission_day",
            "t69"."discharge_day",
            "t69"."stay_kind",
            "t69"."parts",
            COALESCE(
              (
                MAX("t69"."discharge_day") OVER (
                  PARTITION BY "t69"."person_id", "t69"."stay_kind"
                  ORDER BY "t69"."admission_day" ASC, "t69"."discharge_day" ASC, "t69"."hospital_number" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                ) > "t69"."admission_day"
              )
              AND (
                MAX("t69"."discharge_day") OVER (
                  PARTITION BY "t69"."person_id", "t69"."stay_kind"
                  ORDER BY "t69"."admission_day" ASC, "t69"."discharge_day" ASC, "t69"."hospital_number" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                ) >= "t69"."discharge_day"
              ),
              FALSE
            ) AS "is_within"
          FROM (
            SELECT
              "t68"."person_id",
              "t68"."hospital_number",
              "t68"."admission_day",
              "t68"."discharge_day",
              "t68"."stay_kind",
              "t68"."parts"
            FROM (
              SELECT
                "t67"."person_id",
                "t67"."hospital_number",
                "t67"."episode",
                "t67"."admission_day",
                "t67"."discharge_day",
                "t67"."day_prices",
                "t67"."lump_sums",
                "t67"."parts",
                CASE
                  WHEN "t67"."day_prices" > 0
                  THEN 'classic'
                  WHEN (
                    "t67"."lump_sums" > 0
                  )
                  AND (
                    "t67"."admission_day" = "t67"."discharge_day"
                  )
                  THEN 'day'
                  ELSE CAST(NULL AS TEXT)
                END AS "stay_kind"
              FROM (
                SELECT
                  "t66"."person_id",
                  "t66"."hospital_number",
                  "t66"."episode",
                  MIN("t66"."first_day") AS "admission_day",
                  MAX("t66"."last_day") AS "discharge_day",
                  CAST(CAST(COALESCE(SUM("t66"."day_prices"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "day_prices",
                  CAST(CAST(COALESCE(SUM("t66"."lump_sums"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "lump_sums",
                  COUNT(
                    CASE
                      WHEN (
                        "t66"."day_prices" > 0
                      ) OR (
                        "t66"."lump_sums" > 0
                      )
                      THEN 1
                      ELSE NULL
                    END
                  ) AS "parts"
                FROM (
                  SELECT
                    "t65"."person_id",
                    "t65"."hospital_number",
                    "t65"."first_day",
                    "t65"."last_day",
                    "t65"."day_prices",
                    "t65"."lump_sums",
                    "t65"."originals",
                    CAST(CAST(SUM("t65"."_is_new") OVER (
                      PARTITION BY "t65"."person_id", "t65"."hospital_number"
                      ORDER BY "t65"."first_day" ASC, "t65"."last_day" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                    ) AS DECIMAL(38, 0)) AS BIGINT) AS "episode"
                  FROM (
                    SELECT
                      "t61"."person_id",
                      "t61"."hospital_number",
                      "t61"."first_day",
                      "t61"."last_day",
                      "t61"."day_prices",
                      "t61"."lump_sums",
                      "t61"."originals",
                      "t61"."_latest_end",
                      CAST((
                        "t61"."_latest_end" IS NULL
                      )
                      OR (
                        DATE_DIFF('DAY', "t61"."_latest_end", "t61"."first_day") > 0
                      ) AS BIGINT) AS "_is_new"
                    FROM (
                      SELECT
                        "t60"."person_id",
                        "t60"."hospital_number",
                        "t60"."first_day",
                        "t60"."last_day",
                        "t60"."day_prices",
                        "t60"."lump_sums",
                        "t60"."originals",
                        MAX("t60"."last_day") OVER (
                          PARTITION BY "t60"."person_id", "t60"."hospital_number"
                          ORDER BY "t60"."first_day" ASC, "t60"."last_day" ASC
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
                        ) AS "t57"
                        WHERE
                          NOT "t57"."first_day" IS NULL AND "t57"."originals" > 0
                      ) AS "t60"
                    ) AS "t61"
                  ) AS "t65"
                ) AS "t66"
                GROUP BY
                  1,
                  2,
                  3
              ) AS "t67"
            ) AS "t68"
            WHERE
              NOT "t68"."stay_kind" IS NULL
          ) AS "t69"
        ) AS "t70"
      ) AS "t71"
    ) AS "t72"
  ) AS "t73"
)
SELECT
  "t90"."person_id",
  "t90"."hospital_number",
  "t90"."admission_day",
  "t90"."stay_kind",
  "t90"."discharge_day",
  EXTRACT(YEAR FROM "t90"."admission_day") AS "year",
  DATE_DIFF('DAY', "t90"."admission_day", "t90"."discharge_day") AS "nights",
  "t90"."parts",
  "t90"."is_psychiatric",
  "t90"."service_code",
  CASE "t90"."room"
    WHEN 3
    THEN 'single'
    WHEN 2
    THEN 'double'
    WHEN 1
    THEN 'common'
    ELSE NULL
  END AS "room_type",
  "t90"."is_oncological",
  "t90"."is_unplanned",
  "t90"."is_transfer_in",
  "t90"."is_transfer_out",
  "t90"."episode_admission_day",
  "t90"."episode_discharge_day",
  COALESCE("t90"."line_count", 0) AS "line_count",
  COALESCE("t90"."reimbursed_cents", 0) AS "reimbursed_cents",
  COALESCE("t90"."copayment_cents", 0) AS "copayment_cents",
  COALESCE("t90"."supplement_cents", 0) AS "supplement_cents",
  COALESCE("t90"."official_fee_cents", 0) AS "official_fee_cents",
  COALESCE("t90"."fee_supplement_cents", 0) AS "fee_supplement_cents",
  COALESCE("t90"."other_fee_supplement_cents", 0) AS "other_fee_supplement_cents",
  COALESCE("t90"."room_supplement_cents", 0) AS "room_supplement_cents",
  COALESCE("t90"."pharmacy_supplement_cents", 0) AS "pharmacy_supplement_cents",
  COALESCE("t90"."implant_supplement_cents", 0) AS "implant_supplement_cents",
  COALESCE("t90"."other_supplement_cents", 0) AS "other_supplement_cents"
FROM (
  SELECT
    "t83"."person_id",
    "t83"."hospital_number",
    "t83"."admission_day",
    "t83"."discharge_day",
    "t83"."stay_kind",
    "t83"."parts",
    "t83"."is_transfer_in",
    "t83"."is_transfer_out",
    "t83"."episode_admission_day",
    "t83"."episode_discharge_day",
    "t83"."is_psychiatric",
    COALESCE("t48"."is_unplanned", FALSE) AS "is_unplanned",
    COALESCE("t89"."is_oncological", FALSE) AS "is_oncological",
    "t86"."line_count",
    "t86"."reimbursed_cents",
    "t86"."copayment_cents",
    "t86"."supplement_cents",
    "t86"."fee_supplement_cents",
    "t86"."other_fee_supplement_cents",
    "t86"."room_supplement_cents",
    "t86"."pharmacy_supplement_cents",
    "t86"."implant_supplement_cents",
    "t86"."other_supplement_cents",
    "t86"."official_fee_cents",
    "t86"."room",
    "t86"."service_code"
  FROM (
    SELECT
      "t80"."person_id",
      "t80"."hospital_number",
      "t80"."admission_day",
      "t80"."discharge_day",
      "t80"."stay_kind",
      "t80"."parts",
      "t80"."is_transfer_in",
      "t80"."is_transfer_out",
      "t80"."episode_admission_day",
      "t80"."episode_discharge_day",
      COALESCE("t80"."kind" = 'psychiatric', FALSE) AS "is_psychiatric"
    FROM (
      SELECT
        "t78"."person_id",
        "t78"."hospital_number",
        "t78"."admission_day",
        "t78"."discharge_day",
        "t78"."stay_kind",
        "t78"."parts",
        "t78"."is_transfer_in",
        "t78"."is_transfer_out",
        "t78"."episode_admission_day",
        "t78"."episode_discharge_day",
        "t18"."kind"
      FROM (
        SELECT
          "t75"."person_id",
          "t75"."hospital_number",
          "t75"."admission_day",
          "t75"."discharge_day",
          "t75"."stay_kind",
          "t75"."parts",
          "t75"."is_transfer_in",
          "t75"."is_transfer_out",
          "t75"."episode_admission_day",
          "t75"."episode_discharge_day"
        FROM "t74" AS "t75"
        WHERE
          EXTRACT(YEAR FROM "t75"."admission_day") BETWEEN 2022 AND 2023
      ) AS "t78"
      LEFT OUTER JOIN (
        SELECT
          "t0"."code",
          "t0"."kind",
          COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
          COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
        FROM "reference_hospital" AS "t0"
      ) AS "t18"
        ON "t78"."hospital_number" = "t18"."code"
        AND "t78"."admission_day" >= "t18"."first_day"
        AND "t78"."admission_day" <= "t18"."last_day"
    ) AS "t80"
  ) AS "t83"
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
    ON "t83"."person_id" = "t48"."person_id"
    AND "t83"."admission_day" = "t48"."admission_day"
  LEFT OUTER JOIN (
    SELECT
      "t87"."person_id",
      "t87"."hospital_number",
      "t87"."admission_day",
      "t87"."stay_kind",
      TRUE AS "is_oncological"
    FROM (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t83"."person_id",
          "t83"."hospital_number",
          "t83"."admission_day",
          "t83"."stay_kind"
        FROM (
          SELECT
            "t80"."person_id",
            "t80"."hospital_number",
            "t80"."admission_day",
            "t80"."discharge_day",
            "t80"."stay_kind",
            "t80"."parts",
            "t80"."is_transfer_in",
            "t80"."is_transfer_out",
            "t80"."episode_admission_day",
            "t80"."episode_discharge_day",
            COALESCE("t80"."kind" = 'psychiatric', FALSE) AS "is_psychiatric"
          FROM (
            SELECT
              "t78"."person_id",
              "t78"."hospital_number",
              "t78"."admission_day",
              "t78"."discharge_day",
              "t78"."stay_kind",
              "t78"."parts",
              "t78"."is_transfer_in",
              "t78"."is_transfer_out",
              "t78"."episode_admission_day",
              "t78"."episode_discharge_day",
              "t18"."kind"
            FROM (
              SELECT
                "t75"."person_id",
                "t75"."hospital_number",
                "t75"."admission_day",
                "t75"."discharge_day",
                "t75"."stay_kind",
                "t75"."parts",
                "t75"."is_transfer_in",
                "t75"."is_transfer_out",
                "t75"."episode_admission_day",
                "t75"."episode_discharge_day"
              FROM "t74" AS "t75"
              WHERE
                EXTRACT(YEAR FROM "t75"."admission_day") BETWEEN 2022 AND 2023
            ) AS "t78"
            LEFT OUTER JOIN (
              SELECT
                "t0"."code",
                "t0"."kind",
                COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
              FROM "reference_hospital" AS "t0"
            ) AS "t18"
              ON "t78"."hospital_number" = "t18"."code"
              AND "t78"."admission_day" >= "t18"."first_day"
              AND "t78"."admission_day" <= "t18"."last_day"
          ) AS "t80"
        ) AS "t83"
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
          ON "t83"."person_id" = "t48"."person_id"
          AND "t83"."admission_day" = "t48"."admission_day"
        INNER JOIN (
          SELECT
            "t62"."person_id",
            "t62"."hospital_number",
            "t62"."service_day",
            "t62"."fact"
          FROM (
            SELECT
              "t59"."person_id",
              "t59"."hospital_number",
              "t59"."service_day",
              "t59"."fact",
              CAST(CAST(COALESCE(SUM("t59"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "quantity"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t49"."person_id",
                  "t49"."hospital_number",
                  "t49"."service_day",
                  "t49"."quantity",
                  2 AS "fact"
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
                    "t46"."last_day"
                  FROM "t43" AS "t46"
                  INNER JOIN (
                    SELECT
                      "t5"."value" AS "code",
                      COALESCE("t5"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                      COALESCE("t5"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                    FROM "reference_stay_marker" AS "t5"
                    WHERE
                      "t5"."points_to" = 'malignancy' AND "t5"."field" = 'nomenclature'
                  ) AS "t23"
                    ON "t46"."nomenclature_code" = "t23"."code"
                    AND "t46"."service_day" >= "t23"."first_day"
                    AND "t46"."service_day" <= "t23"."last_day"
                ) AS "t49"
              ) AS "t54"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t51"."person_id",
                    "t51"."hospital_number",
                    "t51"."service_day",
                    "t51"."quantity",
                    0 AS "fact"
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
                      "t46"."last_day"
                    FROM "t43" AS "t46"
                    INNER JOIN (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t26"."code",
                          GREATEST("t26"."first_day", "t24"."since") AS "first_day",
                          LEAST("t26"."last_day", "t24"."until") AS "last_day"
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
                        ) AS "t26"
                        INNER JOIN (
                          SELECT
                            "t5"."value",
                            COALESCE("t5"."valid_from", MAKE_DATE(1900, 1, 1)) AS "since",
                            COALESCE("t5"."valid_to", MAKE_DATE(9999, 12, 31)) AS "until"
                          FROM "reference_stay_marker" AS "t5"
                          WHERE
                            "t5"."points_to" = 'malignancy' AND "t5"."field" = 'atc'
                        ) AS "t24"
                          ON "t26"."value" = "t24"."value"
                      ) AS "t29"
                      WHERE
                        "t29"."first_day" <= "t29"."last_day"
                    ) AS "t34"
                      ON "t46"."cnk" = "t34"."code"
                      AND "t46"."service_day" >= "t34"."first_day"
                      AND "t46"."service_day" <= "t34"."last_day"
                  ) AS "t51"
                ) AS "t56"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t50"."person_id",
                    "t50"."hospital_number",
                    "t50"."service_day",
                    "t50"."quantity",
                    1 AS "fact"
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
                      "t46"."last_day"
                    FROM "t43" AS "t46"
                    INNER JOIN (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t22"."code",
                          GREATEST("t22"."first_day", "t25"."since") AS "first_day",
                          LEAST("t22"."last_day", "t25"."until") AS "last_day"
                        FROM (
                          SELECT
                            "t4"."code",
                            "t4"."cost_group",
                            COALESCE("t4"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                            COALESCE("t4"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day",
                            "t4"."cost_group" AS "value"
                          FROM "reference_nomenclature" AS "t4"
                        ) AS "t22"
                        INNER JOIN (
                          SELECT
                            "t5"."value",
                            COALESCE("t5"."valid_from", MAKE_DATE(1900, 1, 1)) AS "since",
                            COALESCE("t5"."valid_to", MAKE_DATE(9999, 12, 31)) AS "until"
                          FROM "reference_stay_marker" AS "t5"
                          WHERE
                            "t5"."points_to" = 'malignancy' AND "t5"."field" = 'cost_group'
                        ) AS "t25"
                          ON "t22"."value" = "t25"."value"
                      ) AS "t28"
                      WHERE
                        "t28"."first_day" <= "t28"."last_day"
                    ) AS "t33"
                      ON "t46"."nomenclature_code" = "t33"."code"
                      AND "t46"."service_day" >= "t33"."first_day"
                      AND "t46"."service_day" <= "t33"."last_day"
                  ) AS "t50"
                ) AS "t55"
              ) AS "t58"
            ) AS "t59"
            GROUP BY
              1,
              2,
              3,
              4
          ) AS "t62"
          WHERE
            "t62"."quantity" > 0
        ) AS "t64"
          ON "t83"."person_id" = "t64"."person_id"
          AND "t83"."hospital_number" = "t64"."hospital_number"
          AND "t64"."service_day" >= "t83"."admission_day"
          AND "t64"."service_day" <= "t83"."discharge_day"
      ) AS "t84"
    ) AS "t87"
  ) AS "t89"
    ON "t83"."person_id" = "t89"."person_id"
    AND "t83"."hospital_number" = "t89"."hospital_number"
    AND "t83"."admission_day" = "t89"."admission_day"
    AND "t83"."stay_kind" = "t89"."stay_kind"
  LEFT OUTER JOIN (
    SELECT
      "t81"."person_id",
      "t81"."hospital_number",
      "t81"."admission_day",
      "t81"."discharge_day",
      "t81"."stay_kind",
      COUNT(*) AS "line_count",
      CAST(CAST(COALESCE(SUM("t81"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
      CAST(CAST(COALESCE(SUM("t81"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
      CAST(CAST(COALESCE(SUM("t81"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents",
      CAST(CAST(COALESCE(
        SUM(
          CASE
            WHEN COALESCE("t81"."component", 'other') = 'physician_fee'
            THEN "t81"."supplement_cents"
            ELSE NULL
          END
        ),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "fee_supplement_cents",
      CAST(CAST(COALESCE(
        SUM(
          CASE
            WHEN COALESCE("t81"."component", 'other') = 'other_fee'
            THEN "t81"."supplement_cents"
            ELSE NULL
          END
        ),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "other_fee_supplement_cents",
      CAST(CAST(COALESCE(
        SUM(
          CASE
            WHEN COALESCE("t81"."component", 'other') = 'room'
            THEN "t81"."supplement_cents"
            ELSE NULL
          END
        ),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "room_supplement_cents",
      CAST(CAST(COALESCE(
        SUM(
          CASE
            WHEN COALESCE("t81"."component", 'other') = 'pharmacy'
            THEN "t81"."supplement_cents"
            ELSE NULL
          END
        ),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_supplement_cents",
      CAST(CAST(COALESCE(
        SUM(
          CASE
            WHEN COALESCE("t81"."component", 'other') = 'implant'
            THEN "t81"."supplement_cents"
            ELSE NULL
          END
        ),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "implant_supplement_cents",
      CAST(CAST(COALESCE(
        SUM(
          CASE
            WHEN COALESCE("t81"."component", 'other') = 'other'
            THEN "t81"."supplement_cents"
            ELSE NULL
          END
        ),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "other_supplement_cents",
      CAST(CAST(COALESCE(
        SUM(
          CASE
            WHEN COALESCE("t81"."component", 'other') = 'physician_fee'
            THEN "t81"."reimbursed_cents" + "t81"."copayment_cents"
            ELSE NULL
          END
        ),
        0
      ) AS DECIMAL(38, 0)) AS BIGINT) AS "official_fee_cents",
      MAX(
        CASE
          WHEN NOT (
            "t81"."is_correction"
          )
          THEN CASE "t81"."kind"
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
      NULLIF(
        SUBSTRING(
          MIN(
            CASE
              WHEN "t81"."is_price"
              AND NOT (
                "t81"."is_correction"
              )
              AND (
                NOT "t81"."service_code" IS NULL
              )
              THEN CAST("t81"."service_day" AS TEXT) || "t81"."service_code"
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
                  WHEN "t81"."is_price"
                  AND NOT (
                    "t81"."is_correction"
                  )
                  AND (
                    NOT "t81"."service_code" IS NULL
                  )
                  THEN CAST("t81"."service_day" AS TEXT) || "t81"."service_code"
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
        "t79"."person_id",
        "t79"."hospital_number",
        "t79"."admission_day",
        "t79"."discharge_day",
        "t79"."stay_kind",
        "t53"."person_id" AS "person_id_right",
        "t53"."service_day",
        "t53"."quantity",
        "t53"."is_correction",
        "t53"."nomenclature_code",
        "t53"."cnk",
        "t53"."service_code",
        "t53"."kind",
        "t53"."cost_group",
        "t53"."reimbursed_cents",
        "t53"."copayment_cents",
        "t53"."supplement_cents",
        "t53"."is_price",
        "t53"."hospital_number" AS "hospital_number_right",
        "t53"."first_day",
        "t53"."last_day",
        "t53"."component"
      FROM (
        SELECT
          "t75"."person_id",
          "t75"."hospital_number",
          "t75"."admission_day",
          "t75"."discharge_day",
          "t75"."stay_kind"
        FROM "t74" AS "t75"
        WHERE
          EXTRACT(YEAR FROM "t75"."admission_day") BETWEEN 2022 AND 2023
      ) AS "t79"
      INNER JOIN (
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
          "t19"."component"
        FROM "t43" AS "t46"
        LEFT OUTER JOIN (
          SELECT
            "t1"."code",
            "t1"."component",
            COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
            COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
          FROM "reference_barometer_component" AS "t1"
        ) AS "t19"
          ON "t46"."cost_group" = "t19"."code"
          AND "t46"."service_day" >= "t19"."first_day"
          AND "t46"."service_day" <= "t19"."last_day"
      ) AS "t53"
        ON "t79"."person_id" = "t53"."person_id"
        AND "t79"."hospital_number" = "t53"."hospital_number"
        AND "t53"."service_day" >= "t79"."admission_day"
        AND "t53"."service_day" <= "t79"."discharge_day"
    ) AS "t81"
    GROUP BY
      1,
      2,
      3,
      4,
      5
  ) AS "t86"
    ON "t83"."person_id" = "t86"."person_id"
    AND "t83"."hospital_number" = "t86"."hospital_number"
    AND "t83"."admission_day" = "t86"."admission_day"
    AND "t83"."discharge_day" = "t86"."discharge_day"
    AND "t83"."stay_kind" = "t86"."stay_kind"
) AS "t90"
