SELECT
  *
FROM (
  SELECT
    "t7"."person_id",
    "t7"."year",
    "t7"."item",
    COUNT(*) AS "records",
    MAX("t7"."record_day") AS "last_day",
    MAX(CASE WHEN "t7"."from_last" = 0 THEN "t7"."value" ELSE NULL END) AS "last_value_thousandths"
  FROM (
    SELECT
      "t6"."person_id",
      "t6"."year",
      "t6"."item",
      "t6"."record_day",
      "t6"."from_last",
      CASE
        WHEN "t3"."kind" = 'diagnosis'
        THEN CAST(NULL AS BIGINT)
        ELSE "t6"."value_thousandths"
      END AS "value"
    FROM (
      SELECT
        "t4"."person_id",
        "t4"."record_day",
        "t4"."item",
        "t4"."value_thousandths",
        "t4"."practice_id",
        "t4"."delivery_id",
        "t4"."line",
        "t4"."year",
        ROW_NUMBER() OVER (
          PARTITION BY "t4"."person_id", "t4"."year", "t4"."item"
          ORDER BY "t4"."record_day" ASC, "t4"."value_thousandths" ASC, "t4"."delivery_id" ASC, "t4"."line" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "from_first",
        ROW_NUMBER() OVER (
          PARTITION BY "t4"."person_id", "t4"."year", "t4"."item"
          ORDER BY "t4"."record_day" DESC, "t4"."value_thousandths" DESC, "t4"."delivery_id" DESC, "t4"."line" DESC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "from_last"
      FROM (
        SELECT
          "t0"."person_id",
          "t0"."record_day",
          "t0"."item",
          "t0"."value_thousandths",
          "t0"."practice_id",
          "t0"."delivery_id",
          "t0"."line",
          EXTRACT(YEAR FROM "t0"."record_day") AS "year"
        FROM "core_gp_record" AS "t0"
        WHERE
          EXTRACT(YEAR FROM "t0"."record_day") BETWEEN 2022 AND 2023
      ) AS "t4"
    ) AS "t6"
    LEFT OUTER JOIN (
      SELECT DISTINCT
        "t1"."code" AS "item_code",
        "t1"."kind"
      FROM "reference_gp_item" AS "t1"
    ) AS "t3"
      ON "t6"."item" = "t3"."item_code"
  ) AS "t7"
  GROUP BY
    1,
    2,
    3
) AS "t8"
