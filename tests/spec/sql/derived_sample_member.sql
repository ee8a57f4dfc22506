WITH "t10" AS (
  SELECT
    "t9"."person_id",
    "t9"."year",
    "t9"."reference_day",
    "t9"."state",
    "t9"."birth_year",
    "t9"."age",
    "t9"."sex",
    "t9"."municipality_code",
    "t9"."arrondissement_code",
    "t9"."province_code",
    "t9"."region_code",
    "t9"."cg1",
    "t9"."cg2",
    "t9"."is_increased_reimbursement",
    "t9"."social_state",
    "t9"."is_deceased",
    "t9"."household_head_id",
    "t9"."drawn",
    "t6"."drawn_until"
  FROM (
    SELECT
      "t7".*
      EXCLUDE ("drawn_id")
    FROM (
      SELECT
        "t2"."person_id",
        "t2"."year",
        "t2"."reference_day",
        "t2"."state",
        "t2"."birth_year",
        "t2"."age",
        "t2"."sex",
        "t2"."municipality_code",
        "t2"."arrondissement_code",
        "t2"."province_code",
        "t2"."region_code",
        "t2"."cg1",
        "t2"."cg2",
        "t2"."is_increased_reimbursement",
        "t2"."social_state",
        "t2"."is_deceased",
        "t2"."household_head_id",
        "t5"."drawn_id",
        "t5"."drawn"
      FROM "derived_population_year" AS "t2"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          "t0"."person_id" AS "drawn_id",
          "t0"."part" AS "drawn"
        FROM "core_sample" AS "t0"
      ) AS "t5"
        ON "t2"."person_id" = "t5"."drawn_id"
    ) AS "t7"
  ) AS "t9"
  CROSS JOIN (
    SELECT
      MAX("t0"."year") AS "drawn_until"
    FROM "core_sample" AS "t0"
  ) AS "t6"
), "t20" AS (
  SELECT
    "t19"."person_id",
    "t19"."year",
    "t19"."reference_day",
    "t19"."state",
    "t19"."birth_year",
    "t19"."age",
    "t19"."sex",
    "t19"."municipality_code",
    "t19"."arrondissement_code",
    "t19"."province_code",
    "t19"."region_code",
    "t19"."cg1",
    "t19"."cg2",
    "t19"."is_increased_reimbursement",
    "t19"."social_state",
    "t19"."is_deceased",
    "t19"."household_head_id",
    "t19"."drawn",
    "t19"."drawn_until",
    "t19"."part",
    "t19"."is_drawn",
    "t19"."is_member",
    COALESCE(
      LAG("t19"."year") OVER (
        PARTITION BY "t19"."person_id"
        ORDER BY "t19"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t19"."year" - 1
      ),
      FALSE
    ) AS "insured_before",
    COALESCE(
      LAG("t19"."year") OVER (
        PARTITION BY "t19"."person_id"
        ORDER BY "t19"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t19"."year" - 1
      ),
      FALSE
    )
    AND COALESCE(
      LAG("t19"."is_drawn") OVER (
        PARTITION BY "t19"."person_id"
        ORDER BY "t19"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "is_drawn_before",
    COALESCE(
      LAG("t19"."year") OVER (
        PARTITION BY "t19"."person_id"
        ORDER BY "t19"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t19"."year" - 1
      ),
      FALSE
    )
    AND COALESCE(
      LAG("t19"."is_member") OVER (
        PARTITION BY "t19"."person_id"
        ORDER BY "t19"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "is_member_before",
    COALESCE(
      LEAD("t19"."year") OVER (
        PARTITION BY "t19"."person_id"
        ORDER BY "t19"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t19"."year" + 1
      ),
      FALSE
    ) AS "insured_after",
    COALESCE(
      LEAD("t19"."year") OVER (
        PARTITION BY "t19"."person_id"
        ORDER BY "t19"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t19"."year" + 1
      ),
      FALSE
    )
    AND COALESCE(
      LEAD("t19"."is_drawn") OVER (
        PARTITION BY "t19"."person_id"
        ORDER BY "t19"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "is_drawn_after",
    COALESCE(
      LEAD("t19"."year") OVER (
        PARTITION BY "t19"."person_id"
        ORDER BY "t19"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t19"."year" + 1
      ),
      FALSE
    )
    AND COALESCE(
      LEAD("t19"."is_member") OVER (
        PARTITION BY "t19"."person_id"
        ORDER BY "t19"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "is_member_after"
  FROM (
    SELECT
      "t18"."person_id",
      "t18"."year",
      "t18"."reference_day",
      "t18"."state",
      "t18"."birth_year",
      "t18"."age",
      "t18"."sex",
      "t18"."municipality_code",
      "t18"."arrondissement_code",
      "t18"."province_code",
      "t18"."region_code",
      "t18"."cg1",
      "t18"."cg2",
      "t18"."is_increased_reimbursement",
      "t18"."social_state",
      "t18"."is_deceased",
      "t18"."household_head_id",
      "t18"."drawn",
      "t18"."drawn_until",
      "t18"."part",
      COALESCE("t18"."part" IN ('base', 'extra'), FALSE) AS "is_drawn",
      NOT "t18"."part" IS NULL AS "is_member"
    FROM (
      SELECT
        "t17".*
        EXCLUDE ("head_year", "head_id")
      FROM (
        SELECT
          "t16"."person_id",
          "t16"."year",
          "t16"."reference_day",
          "t16"."state",
          "t16"."birth_year",
          "t16"."age",
          "t16"."sex",
          "t16"."municipality_code",
          "t16"."arrondissement_code",
          "t16"."province_code",
          "t16"."region_code",
          "t16"."cg1",
          "t16"."cg2",
          "t16"."is_increased_reimbursement",
          "t16"."social_state",
          "t16"."is_deceased",
          "t16"."household_head_id",
          "t16"."drawn",
          "t16"."drawn_until",
          COALESCE(
            "t16"."part",
            CASE WHEN NOT "t16"."head_id" IS NULL THEN 'household' ELSE CAST(NULL AS TEXT) END
          ) AS "part",
          "t16"."head_id",
          "t16"."head_year"
        FROM (
          SELECT
            "t13"."person_id",
            "t13"."year",
            "t13"."reference_day",
            "t13"."state",
            "t13"."birth_year",
            "t13"."age",
            "t13"."sex",
            "t13"."municipality_code",
            "t13"."arrondissement_code",
            "t13"."province_code",
            "t13"."region_code",
            "t13"."cg1",
            "t13"."cg2",
            "t13"."is_increased_reimbursement",
            "t13"."social_state",
            "t13"."is_deceased",
            "t13"."household_head_id",
            "t13"."drawn",
            "t13"."drawn_until",
            "t13"."part",
            "t15"."head_id",
            "t15"."head_year"
          FROM (
            SELECT
              "t11"."person_id",
              "t11"."year",
              "t11"."reference_day",
              "t11"."state",
              "t11"."birth_year",
              "t11"."age",
              "t11"."sex",
              "t11"."municipality_code",
              "t11"."arrondissement_code",
              "t11"."province_code",
              "t11"."region_code",
              "t11"."cg1",
              "t11"."cg2",
              "t11"."is_increased_reimbursement",
              "t11"."social_state",
              "t11"."is_deceased",
              "t11"."household_head_id",
              "t11"."drawn",
              "t11"."drawn_until",
              CASE
                WHEN "t11"."drawn" = 'base'
                THEN 'base'
                WHEN (
                  "t11"."drawn" = 'extra'
                ) AND (
                  "t11"."age" >= 65
                )
                THEN 'extra'
                ELSE CAST(NULL AS TEXT)
              END AS "part"
            FROM "t10" AS "t11"
            WHERE
              "t11"."year" <= "t11"."drawn_until"
          ) AS "t13"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              "t11"."household_head_id" AS "head_id",
              "t11"."year" AS "head_year"
            FROM "t10" AS "t11"
            WHERE
              "t11"."year" <= "t11"."drawn_until"
              AND NOT CASE
                WHEN "t11"."drawn" = 'base'
                THEN 'base'
                WHEN (
                  "t11"."drawn" = 'extra'
                ) AND (
                  "t11"."age" >= 65
                )
                THEN 'extra'
                ELSE CAST(NULL AS TEXT)
              END IS NULL
          ) AS "t15"
            ON "t13"."household_head_id" = "t15"."head_id" AND "t13"."year" = "t15"."head_year"
        ) AS "t16"
      ) AS "t17"
    ) AS "t18"
  ) AS "t19"
)
SELECT
  "t25"."person_id",
  "t25"."year",
  "t25"."part",
  CASE
    WHEN NOT (
      "t25"."is_drawn"
    )
    THEN CAST(NULL AS INT)
    WHEN "t25"."age" >= 65
    THEN 20
    ELSE 40
  END AS "weight",
  CASE WHEN "t25"."part" = 'base' THEN 40 ELSE CAST(NULL AS INT) END AS "base_weight",
  CASE
    WHEN CASE
      WHEN "t25"."is_drawn"
      THEN "t25"."is_drawn_before"
      ELSE "t25"."is_member_before" AND NOT (
        "t25"."is_drawn_before"
      )
    END
    THEN CAST(NULL AS TEXT)
    WHEN NOT (
      "t25"."is_drawn"
    )
    THEN 'household'
    WHEN "t25"."year" = "t25"."first_year"
    THEN 'start'
    WHEN "t25"."birth_year" = "t25"."year"
    THEN 'newborn'
    WHEN "t25"."insured_before"
    THEN 'turned_65'
    ELSE 'immigrant'
  END AS "entered",
  CASE
    WHEN CASE
      WHEN "t25"."is_drawn"
      THEN "t25"."is_drawn_after"
      ELSE "t25"."is_member_after" AND NOT (
        "t25"."is_drawn_after"
      )
    END
    OR (
      "t25"."year" = "t25"."last_year"
    )
    THEN CAST(NULL AS TEXT)
    WHEN "t25"."is_deceased"
    THEN 'death'
    WHEN NOT (
      "t25"."insured_after"
    )
    THEN 'emigration'
    ELSE 'household'
  END AS "left"
FROM (
  SELECT
    "t22"."person_id",
    "t22"."year",
    "t22"."reference_day",
    "t22"."state",
    "t22"."birth_year",
    "t22"."age",
    "t22"."sex",
    "t22"."municipality_code",
    "t22"."arrondissement_code",
    "t22"."province_code",
    "t22"."region_code",
    "t22"."cg1",
    "t22"."cg2",
    "t22"."is_increased_reimbursement",
    "t22"."social_state",
    "t22"."is_deceased",
    "t22"."household_head_id",
    "t22"."drawn",
    "t22"."drawn_until",
    "t22"."part",
    "t22"."is_drawn",
    "t22"."is_member",
    "t22"."insured_before",
    "t22"."is_drawn_before",
    "t22"."is_member_before",
    "t22"."insured_after",
    "t22"."is_drawn_after",
    "t22"."is_member_after",
    "t24"."first_year",
    "t24"."last_year"
  FROM "t20" AS "t22"
  CROSS JOIN (
    SELECT
      MIN("t21"."year") AS "first_year",
      MAX("t21"."year") AS "last_year"
    FROM "t20" AS "t21"
  ) AS "t24"
) AS "t25"
WHERE
  "t25"."is_member"
