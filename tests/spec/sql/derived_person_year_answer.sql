SELECT
  *
FROM (
  SELECT
    "t2"."person_id",
    "t2"."year",
    "t2"."instrument",
    COUNT(*) AS "answers",
    CAST(CAST(COALESCE(
      SUM(CASE WHEN "t2"."from_first" = 0 THEN "t2"."score_thousandths" ELSE NULL END),
      0
    ) AS DECIMAL(38, 0)) AS BIGINT) AS "first_score_thousandths",
    CAST(CAST(COALESCE(SUM(CASE WHEN "t2"."from_last" = 0 THEN "t2"."score_thousandths" ELSE NULL END), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "last_score_thousandths"
  FROM (
    SELECT
      "t1"."person_id",
      "t1"."answer_day",
      "t1"."instrument",
      "t1"."score_thousandths",
      "t1"."delivery_id",
      "t1"."line",
      "t1"."year",
      ROW_NUMBER() OVER (
        PARTITION BY "t1"."person_id", "t1"."year", "t1"."instrument"
        ORDER BY "t1"."answer_day" ASC, "t1"."score_thousandths" ASC, "t1"."delivery_id" ASC, "t1"."line" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "from_first",
      ROW_NUMBER() OVER (
        PARTITION BY "t1"."person_id", "t1"."year", "t1"."instrument"
        ORDER BY "t1"."answer_day" DESC, "t1"."score_thousandths" DESC, "t1"."delivery_id" DESC, "t1"."line" DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "from_last"
    FROM (
      SELECT
        "t0"."person_id",
        "t0"."answer_day",
        "t0"."instrument",
        "t0"."score_thousandths",
        "t0"."delivery_id",
        "t0"."line",
        EXTRACT(YEAR FROM "t0"."answer_day") AS "year"
      FROM "core_survey_answer" AS "t0"
      WHERE
        EXTRACT(YEAR FROM "t0"."answer_day") BETWEEN 2022 AND 2023
    ) AS "t1"
  ) AS "t2"
  GROUP BY
    1,
    2,
    3
) AS "t3"
