SELECT
  "t7"."household_head_id",
  "t7"."year",
  "t7"."maf_type",
  "t7"."ceiling_cents",
  "t7"."social_ceiling_cents",
  "t7"."has_chronic_reduction",
  "t7"."members",
  "t7"."counted_cents",
  "t7"."repaid_cents",
  NOT "t7"."reached_day" IS NULL AS "is_reached",
  "t7"."reached_day"
FROM (
  SELECT
    "t6"."household_head_id",
    "t6"."year",
    MAX("t6"."maf_type") AS "maf_type",
    MAX("t6"."ceiling_cents") AS "ceiling_cents",
    MAX("t6"."social_ceiling_cents") AS "social_ceiling_cents",
    BOOL_OR(CAST("t6"."has_chronic_reduction" AS BOOLEAN)) AS "has_chronic_reduction",
    COUNT(*) AS "members",
    CAST(CAST(COALESCE(SUM("t6"."counted_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "counted_cents",
    CAST(CAST(COALESCE(SUM("t6"."repaid_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "repaid_cents",
    MIN("t6"."reached_day") AS "reached_day"
  FROM (
    SELECT
      "t5"."person_id",
      "t5"."year",
      "t5"."household_head_id",
      "t5"."right",
      "t5"."is_social",
      "t5"."is_child",
      "t5"."has_chronic_right",
      "t5"."maf_type",
      "t5"."has_chronic_reduction",
      "t5"."ceiling_cents",
      "t5"."social_ceiling_cents",
      "t5"."own_ceiling_cents",
      "t5"."counted_cents",
      "t5"."positive_cents",
      "t4"."repaid_cents",
      "t4"."reached_day"
    FROM (
      SELECT
        *
      FROM "derived_maf_ceiling" AS "t0"
      WHERE
        "t0"."year" BETWEEN 2022 AND 2023
    ) AS "t5"
    INNER JOIN (
      SELECT
        "t1"."person_id",
        "t1"."year",
        "t1"."repaid_cents",
        "t1"."reached_day"
      FROM "derived_maf_person" AS "t1"
    ) AS "t4"
      ON "t5"."person_id" = "t4"."person_id" AND "t5"."year" = "t4"."year"
  ) AS "t6"
  GROUP BY
    1,
    2
) AS "t7"
