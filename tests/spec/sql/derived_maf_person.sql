WITH "t6" AS (
  SELECT
    *
  FROM "derived_maf_ceiling" AS "t0"
  WHERE
    "t0"."year" BETWEEN 2022 AND 2023
)
SELECT
  "t35"."person_id",
  "t35"."year",
  "t35"."household_head_id",
  "t35"."is_child",
  "t35"."own_ceiling_cents",
  "t35"."is_social",
  "t35"."has_chronic_right",
  "t35"."counted_cents",
  "t35"."repaid_cents",
  "t35"."reached_day"
FROM (
  SELECT
    "t11"."person_id",
    "t11"."year",
    "t11"."household_head_id",
    "t11"."right",
    "t11"."is_social",
    "t11"."is_child",
    "t11"."has_chronic_right",
    "t11"."maf_type",
    "t11"."has_chronic_reduction",
    "t11"."ceiling_cents",
    "t11"."social_ceiling_cents",
    "t11"."own_ceiling_cents",
    "t11"."counted_cents",
    "t11"."positive_cents",
    "t34"."reached_day",
    COALESCE("t34"."repaid_cents", 0) AS "repaid_cents"
  FROM "t6" AS "t11"
  LEFT OUTER JOIN (
    SELECT
      "t32"."person_id",
      "t32"."year",
      CAST(CAST(COALESCE(SUM("t32"."cents" - "t32"."rest"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "repaid_cents",
      MIN(
        CASE
          WHEN (
            "t32"."cents" - "t32"."rest"
          ) > 0
          THEN "t32"."service_day"
          ELSE NULL
        END
      ) AS "reached_day"
    FROM (
      SELECT
        "t31"."person_id",
        "t31"."year",
        "t31"."cents",
        "t31"."service_day",
        "t31"."booking_month",
        "t31"."delivery_id",
        "t31"."line",
        "t31"."database",
        "t31"."household_head_id",
        "t31"."right",
        "t31"."is_social",
        "t31"."is_child",
        "t31"."has_chronic_right",
        "t31"."maf_type",
        "t31"."has_chronic_reduction",
        "t31"."ceiling_cents",
        "t31"."social_ceiling_cents",
        "t31"."own_ceiling_cents",
        "t31"."counted_cents",
        "t31"."positive_cents",
        "t31"."rest" - CASE
          WHEN NOT "t31"."_ceiling" IS NULL
          THEN GREATEST("t31"."_after" - "t31"."_ceiling", 0) - GREATEST((
            "t31"."_after" - "t31"."rest"
          ) - "t31"."_ceiling", 0)
          ELSE 0
        END AS "rest",
        "t31"."has_right"
      FROM (
        SELECT
          "t30"."person_id",
          "t30"."year",
          "t30"."cents",
          "t30"."service_day",
          "t30"."booking_month",
          "t30"."delivery_id",
          "t30"."line",
          "t30"."database",
          "t30"."household_head_id",
          "t30"."right",
          "t30"."is_social",
          "t30"."is_child",
          "t30"."has_chronic_right",
          "t30"."maf_type",
          "t30"."has_chronic_reduction",
          "t30"."ceiling_cents",
          "t30"."social_ceiling_cents",
          "t30"."own_ceiling_cents",
          "t30"."counted_cents",
          "t30"."positive_cents",
          "t30"."rest",
          "t30"."has_right",
          CAST(CAST(SUM("t30"."rest") OVER (
            PARTITION BY "t30"."household_head_id", "t30"."year", "t30"."has_right"
            ORDER BY "t30"."service_day" ASC, "t30"."booking_month" ASC, "t30"."delivery_id" ASC, "t30"."line" ASC, "t30"."database" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
          ) AS DECIMAL(38, 0)) AS BIGINT) AS "_after",
          CASE WHEN "t30"."has_right" THEN "t30"."ceiling_cents" ELSE CAST(NULL AS BIGINT) END AS "_ceiling"
        FROM (
          SELECT
            "t29"."person_id",
            "t29"."year",
            "t29"."cents",
            "t29"."service_day",
            "t29"."booking_month",
            "t29"."delivery_id",
            "t29"."line",
            "t29"."database",
            "t29"."household_head_id",
            "t29"."right",
            "t29"."is_social",
            "t29"."is_child",
            "t29"."has_chronic_right",
            "t29"."maf_type",
            "t29"."has_chronic_reduction",
            "t29"."ceiling_cents",
            "t29"."social_ceiling_cents",
            "t29"."own_ceiling_cents",
            "t29"."counted_cents",
            "t29"."positive_cents",
            "t29"."rest" - CASE
              WHEN NOT "t29"."_ceiling" IS NULL
              THEN GREATEST("t29"."_after" - "t29"."_ceiling", 0) - GREATEST((
                "t29"."_after" - "t29"."rest"
              ) - "t29"."_ceiling", 0)
              ELSE 0
            END AS "rest",
            "t29"."has_right"
          FROM (
            SELECT
              "t28"."person_id",
              "t28"."year",
              "t28"."cents",
              "t28"."service_day",
              "t28"."booking_month",
              "t28"."delivery_id",
              "t28"."line",
              "t28"."database",
              "t28"."household_head_id",
              "t28"."right",
              "t28"."is_social",
              "t28"."is_child",
              "t28"."has_chronic_right",
              "t28"."maf_type",
              "t28"."has_chronic_reduction",
              "t28"."ceiling_cents",
              "t28"."social_ceiling_cents",
              "t28"."own_ceiling_cents",
              "t28"."counted_cents",
              "t28"."positive_cents",
              "t28"."rest",
              "t28"."has_right",
              CAST(CAST(SUM("t28"."rest") OVER (
                PARTITION BY "t28"."household_head_id", "t28"."year", "t28"."is_social"
                ORDER BY "t28"."service_day" ASC, "t28"."booking_month" ASC, "t28"."delivery_id" ASC, "t28"."line" ASC, "t28"."database" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS DECIMAL(38, 0)) AS BIGINT) AS "_after",
              CASE
                WHEN "t28"."is_social"
                THEN "t28"."social_ceiling_cents"
                ELSE CAST(NULL AS BIGINT)
              END AS "_ceiling"
            FROM (
              SELECT
                "t27"."person_id",
                "t27"."year",
                "t27"."cents",
                "t27"."service_day",
                "t27"."booking_month",
                "t27"."delivery_id",
                "t27"."line",
                "t27"."database",
                "t27"."household_head_id",
                "t27"."right",
                "t27"."is_social",
                "t27"."is_child",
                "t27"."has_chronic_right",
                "t27"."maf_type",
                "t27"."has_chronic_reduction",
                "t27"."ceiling_cents",
                "t27"."social_ceiling_cents",
                "t27"."own_ceiling_cents",
                "t27"."counted_cents",
                "t27"."positive_cents",
                "t27"."rest" - CASE
                  WHEN NOT "t27"."_ceiling" IS NULL
                  THEN GREATEST("t27"."_after" - "t27"."_ceiling", 0) - GREATEST((
                    "t27"."_after" - "t27"."rest"
                  ) - "t27"."_ceiling", 0)
                  ELSE 0
                END AS "rest",
                "t27"."has_right"
              FROM (
                SELECT
                  "t26"."person_id",
                  "t26"."year",
                  "t26"."cents",
                  "t26"."service_day",
                  "t26"."booking_month",
                  "t26"."delivery_id",
                  "t26"."line",
                  "t26"."database",
                  "t26"."household_head_id",
                  "t26"."right",
                  "t26"."is_social",
                  "t26"."is_child",
                  "t26"."has_chronic_right",
                  "t26"."maf_type",
                  "t26"."has_chronic_reduction",
                  "t26"."ceiling_cents",
                  "t26"."social_ceiling_cents",
                  "t26"."own_ceiling_cents",
                  "t26"."counted_cents",
                  "t26"."positive_cents",
                  "t26"."rest",
                  "t26"."has_right",
                  CAST(CAST(SUM("t26"."rest") OVER (
                    PARTITION BY "t26"."person_id", "t26"."year"
                    ORDER BY "t26"."service_day" ASC, "t26"."booking_month" ASC, "t26"."delivery_id" ASC, "t26"."line" ASC, "t26"."database" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                  ) AS DECIMAL(38, 0)) AS BIGINT) AS "_after",
                  "t26"."own_ceiling_cents" AS "_ceiling"
                FROM (
                  SELECT
                    "t25"."person_id",
                    "t25"."year",
                    "t25"."cents",
                    "t25"."service_day",
                    "t25"."booking_month",
                    "t25"."delivery_id",
                    "t25"."line",
                    "t25"."database",
                    "t25"."household_head_id",
                    "t25"."right",
                    "t25"."is_social",
                    "t25"."is_child",
                    "t25"."has_chronic_right",
                    "t25"."maf_type",
                    "t25"."has_chronic_reduction",
                    "t25"."ceiling_cents",
                    "t25"."social_ceiling_cents",
                    "t25"."own_ceiling_cents",
                    "t25"."counted_cents",
                    "t25"."positive_cents",
                    "t25"."cents" AS "rest",
                    "t25"."right" <> 'none' AS "has_right"
                  FROM (
                    SELECT
                      "t24"."person_id",
                      "t24"."year",
                      "t24"."cents",
                      "t24"."service_day",
                      "t24"."booking_month",
                      "t24"."delivery_id",
                      "t24"."line",
                      "t24"."database",
                      "t20"."household_head_id",
                      "t20"."right",
                      "t20"."is_social",
                      "t20"."is_child",
                      "t20"."has_chronic_right",
                      "t20"."maf_type",
                      "t20"."has_chronic_reduction",
                      "t20"."ceiling_cents",
                      "t20"."social_ceiling_cents",
                      "t20"."own_ceiling_cents",
                      "t20"."counted_cents",
                      "t20"."positive_cents"
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t19"."person_id",
                          "t19"."year",
                          "t19"."cents",
                          "t19"."service_day",
                          "t19"."booking_month",
                          "t19"."delivery_id",
                          "t19"."line",
                          'gz' AS "database"
                        FROM (
                          SELECT
                            "t14"."service_day",
                            "t14"."booking_month",
                            "t14"."delivery_id",
                            "t14"."line",
                            "t14"."person_id",
                            "t14"."institution_number",
                            "t14"."code",
                            "t14"."cents",
                            "t14"."year",
                            "t10"."stay_days",
                            "t8"."person_id" AS "person_id_right",
                            "t8"."admission_day",
                            "t8"."discharge_day",
                            "t8"."institution_number" AS "institution_number_right"
                          FROM (
                            SELECT
                              "t1"."service_day",
                              "t1"."booking_month",
                              "t1"."delivery_id",
                              "t1"."line",
                              "t1"."person_id",
                              "t1"."institution_number",
                              "t1"."accounting_code" AS "code",
                              "t1"."copayment_cents" AS "cents",
                              EXTRACT(YEAR FROM "t1"."service_day") AS "year"
                            FROM "core_care_line_net" AS "t1"
                            WHERE
                              "t1"."copayment_cents" <> 0
                              AND EXTRACT(YEAR FROM "t1"."service_day") BETWEEN 2022 - 2 AND 2023
                              AND "t1"."booking_month" <= (
                                (
                                  EXTRACT(YEAR FROM "t1"."service_day") * 100
                                ) + 112
                              )
                          ) AS "t14"
                          INNER JOIN (
                            SELECT
                              "t3"."code",
                              "t3"."stay_days",
                              COALESCE("t3"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                              COALESCE("t3"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                            FROM "reference_maf_counted" AS "t3"
                            WHERE
                              "t3"."is_counted"
                          ) AS "t10"
                            ON "t14"."code" = "t10"."code"
                            AND "t14"."service_day" >= "t10"."first_day"
                            AND "t14"."service_day" <= "t10"."last_day"
                          LEFT OUTER JOIN (
                            SELECT
                              "t4"."person_id",
                              "t4"."admission_day",
                              "t4"."discharge_day",
                              "t4"."hospital_number" AS "institution_number"
                            FROM "derived_stay" AS "t4"
                            WHERE
                              "t4"."is_psychiatric"
                          ) AS "t8"
                            ON "t14"."person_id" = "t8"."person_id"
                            AND "t14"."institution_number" = "t8"."institution_number"
                            AND DATE_DIFF('DAY', "t8"."admission_day", "t14"."service_day") >= CAST("t10"."stay_days" AS BIGINT)
                            AND "t14"."service_day" <= "t8"."discharge_day"
                        ) AS "t19"
                        WHERE
                          "t19"."admission_day" IS NULL
                      ) AS "t22"
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t17"."person_id",
                          "t17"."year",
                          "t17"."cents",
                          "t17"."service_day",
                          "t17"."booking_month",
                          "t17"."delivery_id",
                          "t17"."line",
                          'fu' AS "database"
                        FROM (
                          SELECT
                            "t15"."service_day",
                            "t15"."booking_month",
                            "t15"."delivery_id",
                            "t15"."line",
                            "t15"."person_id",
                            "t15"."code",
                            "t15"."cents",
                            "t15"."year",
                            "t10"."stay_days"
                          FROM (
                            SELECT
                              "t2"."service_day",
                              "t2"."booking_month",
                              "t2"."delivery_id",
                              "t2"."line",
                              "t2"."person_id",
                              "t2"."drug_category_code" AS "code",
                              "t2"."copayment_cents" AS "cents",
                              EXTRACT(YEAR FROM "t2"."service_day") AS "year"
                            FROM "core_dispensing_net" AS "t2"
                            WHERE
                              "t2"."copayment_cents" <> 0
                              AND EXTRACT(YEAR FROM "t2"."service_day") BETWEEN 2022 - 2 AND 2023
                              AND "t2"."booking_month" <= (
                                (
                                  EXTRACT(YEAR FROM "t2"."service_day") * 100
                                ) + 112
                              )
                          ) AS "t15"
                          INNER JOIN (
                            SELECT
                              "t3"."code",
                              "t3"."stay_days",
                              COALESCE("t3"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                              COALESCE("t3"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                            FROM "reference_maf_counted" AS "t3"
                            WHERE
                              "t3"."is_counted"
                          ) AS "t10"
                            ON "t15"."code" = "t10"."code"
                            AND "t15"."service_day" >= "t10"."first_day"
                            AND "t15"."service_day" <= "t10"."last_day"
                        ) AS "t17"
                      ) AS "t21"
                    ) AS "t24"
                    INNER JOIN (
                      SELECT
                        "t16"."person_id",
                        "t16"."year",
                        "t16"."household_head_id",
                        "t16"."right",
                        "t16"."is_social",
                        "t16"."is_child",
                        "t16"."has_chronic_right",
                        "t16"."maf_type",
                        "t16"."has_chronic_reduction",
                        "t16"."ceiling_cents",
                        "t16"."social_ceiling_cents",
                        "t16"."own_ceiling_cents",
                        "t16"."counted_cents",
                        "t16"."positive_cents"
                      FROM (
                        SELECT
                          "t9"."person_id",
                          "t9"."year",
                          "t9"."household_head_id",
                          "t9"."right",
                          "t9"."is_social",
                          "t9"."is_child",
                          "t9"."has_chronic_right",
                          "t9"."maf_type",
                          "t9"."has_chronic_reduction",
                          "t9"."ceiling_cents",
                          "t9"."social_ceiling_cents",
                          "t9"."own_ceiling_cents",
                          "t9"."counted_cents",
                          "t9"."positive_cents",
                          SUM("t9"."positive_cents") OVER (
                            PARTITION BY "t9"."household_head_id", "t9"."year"
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "_paid",
                          MIN(
                            LEAST("t9"."own_ceiling_cents", "t9"."social_ceiling_cents", "t9"."ceiling_cents")
                          ) OVER (
                            PARTITION BY "t9"."household_head_id", "t9"."year"
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "_lowest"
                        FROM "t6" AS "t9"
                      ) AS "t16"
                      WHERE
                        "t16"."_paid" > "t16"."_lowest"
                    ) AS "t20"
                      ON "t24"."person_id" = "t20"."person_id" AND "t24"."year" = "t20"."year"
                  ) AS "t25"
                ) AS "t26"
              ) AS "t27"
            ) AS "t28"
          ) AS "t29"
        ) AS "t30"
      ) AS "t31"
    ) AS "t32"
    GROUP BY
      1,
      2
  ) AS "t34"
    ON "t11"."person_id" = "t34"."person_id" AND "t11"."year" = "t34"."year"
) AS "t35"
