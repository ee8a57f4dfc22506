WITH "t16" AS (
  SELECT
    "t13"."person_id",
    "t13"."service_day",
    "t13"."nomenclature_code",
    "t13"."booking_month",
    "t13"."accounting_code",
    "t13"."quantity",
    "t13"."days",
    "t13"."reimbursed_cents",
    "t13"."provider_id",
    "t13"."provider_qualification",
    "t13"."prescriber_id",
    "t13"."prescriber_qualification",
    "t13"."institution_number",
    "t13"."service_code",
    "t13"."place_id",
    "t13"."place_qualification",
    "t13"."compulsory_or_free",
    "t13"."cg1",
    "t13"."cg2",
    "t13"."third_payer_id",
    "t13"."third_payer_qualification",
    "t13"."admission_day",
    "t13"."discharge_day",
    "t13"."invoice_type",
    "t13"."last_service_day",
    "t13"."relative_code",
    "t13"."cnk",
    "t13"."copayment_cents",
    "t13"."supplement_cents",
    "t13"."provider_norm",
    "t13"."practice_id",
    "t13"."moment",
    "t13"."billing_type",
    "t13"."percent_norm",
    "t13"."is_correction",
    "t13"."delivery_id",
    "t13"."line",
    "t13"."year",
    "t9"."kind"
  FROM (
    SELECT
      "t1"."person_id",
      "t1"."service_day",
      "t1"."nomenclature_code",
      "t1"."booking_month",
      "t1"."accounting_code",
      "t1"."quantity",
      "t1"."days",
      "t1"."reimbursed_cents",
      "t1"."provider_id",
      "t1"."provider_qualification",
      "t1"."prescriber_id",
      "t1"."prescriber_qualification",
      "t1"."institution_number",
      "t1"."service_code",
      "t1"."place_id",
      "t1"."place_qualification",
      "t1"."compulsory_or_free",
      "t1"."cg1",
      "t1"."cg2",
      "t1"."third_payer_id",
      "t1"."third_payer_qualification",
      "t1"."admission_day",
      "t1"."discharge_day",
      "t1"."invoice_type",
      "t1"."last_service_day",
      "t1"."relative_code",
      "t1"."cnk",
      "t1"."copayment_cents",
      "t1"."supplement_cents",
      "t1"."provider_norm",
      "t1"."practice_id",
      "t1"."moment",
      "t1"."billing_type",
      "t1"."percent_norm",
      "t1"."is_correction",
      "t1"."delivery_id",
      "t1"."line",
      EXTRACT(YEAR FROM "t1"."service_day") AS "year"
    FROM "core_care_line_net" AS "t1"
    WHERE
      NOT "t1"."practice_id" IS NULL
      AND EXTRACT(YEAR FROM "t1"."service_day") BETWEEN 2022 AND 2023
      AND "t1"."booking_month" <= (
        (
          EXTRACT(YEAR FROM "t1"."service_day") * 100
        ) + 112
      )
  ) AS "t13"
  INNER JOIN (
    SELECT
      "t2"."code",
      "t2"."kind",
      COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
      COALESCE("t2"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
    FROM "reference_nomenclature" AS "t2"
    WHERE
      "t2"."kind" IN ('gp_contact', 'gmd', 'capitation')
  ) AS "t9"
    ON "t13"."nomenclature_code" = "t9"."code"
    AND "t13"."service_day" >= "t9"."first_day"
    AND "t13"."service_day" <= "t9"."last_day"
)
SELECT
  "t34"."practice_id",
  "t34"."year",
  "t34"."is_medical_house",
  "t34"."patients",
  "t34"."patients_by_file",
  "t34"."contacts",
  "t34"."contacts_of_patients"
FROM (
  SELECT
    "t33"."practice_id",
    "t33"."year",
    "t33"."patients",
    "t33"."patients_by_file",
    "t33"."contacts",
    "t33"."contacts_of_patients",
    COALESCE("t25"."is_medical_house", FALSE) AS "is_medical_house"
  FROM (
    SELECT
      "t31"."practice_id",
      "t31"."year",
      CAST(CAST(COALESCE(SUM("t31"."patients"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "patients",
      CAST(CAST(COALESCE(SUM("t31"."patients_by_file"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "patients_by_file",
      CAST(CAST(COALESCE(SUM("t31"."contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contacts",
      CAST(CAST(COALESCE(SUM("t31"."contacts_of_patients"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contacts_of_patients"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t14"."practice_id",
          "t14"."year",
          "t14"."patients",
          "t14"."patients_by_file",
          0 AS "contacts",
          "t14"."contacts_of_patients"
        FROM (
          SELECT
            "t5"."practice_id",
            "t5"."year",
            COUNT(*) AS "patients",
            COUNT(CASE WHEN "t5"."assigned_by" = 'file' THEN 1 ELSE NULL END) AS "patients_by_file",
            CAST(CAST(COALESCE(SUM("t5"."contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contacts_of_patients"
          FROM (
            SELECT
              *
            FROM "derived_practice_patient" AS "t0"
            WHERE
              "t0"."year" BETWEEN 2022 AND 2023
          ) AS "t5"
          GROUP BY
            1,
            2
        ) AS "t14"
      ) AS "t15"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t29"."practice_id",
          "t29"."year",
          0 AS "patients",
          0 AS "patients_by_file",
          "t29"."contacts",
          0 AS "contacts_of_patients"
        FROM (
          SELECT
            "t28"."practice_id",
            "t28"."year",
            CAST(CAST(COALESCE(SUM("t28"."contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "contacts"
          FROM (
            SELECT
              "t27"."person_id",
              "t27"."year",
              "t27"."practice_id",
              COUNT(*) AS "contacts",
              COUNT(CASE WHEN "t27"."regular" > 0 THEN 1 ELSE NULL END) AS "regular",
              MIN(CASE WHEN "t27"."regular" > 0 THEN "t27"."service_day" ELSE NULL END) AS "first_day"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t21"."person_id",
                  "t21"."year",
                  "t21"."practice_id",
                  "t21"."service_day",
                  "t21"."provider_id",
                  CAST(CAST(COALESCE(SUM("t21"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "left",
                  CAST(CAST(COALESCE(
                    SUM(
                      CASE
                        WHEN (
                          NOT "t21"."assigns" IS NULL
                        )
                        AND NOT (
                          COALESCE("t21"."is_out_of_hours", FALSE)
                        )
                        THEN "t21"."quantity"
                        ELSE NULL
                      END
                    ),
                    0
                  ) AS DECIMAL(38, 0)) AS BIGINT) AS "regular"
                FROM (
                  SELECT
                    "t20"."person_id",
                    "t20"."year",
                    "t20"."practice_id",
                    "t20"."kind",
                    "t20"."nomenclature_code",
                    "t20"."service_day",
                    "t20"."provider_id",
                    "t20"."moment",
                    "t20"."quantity",
                    "t10"."assigns",
                    "t11"."is_out_of_hours"
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
                      "t17"."quantity"
                    FROM "t16" AS "t17"
                    WHERE
                      "t17"."kind" = 'gp_contact'
                  ) AS "t20"
                  LEFT OUTER JOIN (
                    SELECT
                      "t3"."code",
                      "t3"."assigns",
                      COALESCE("t3"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                      COALESCE("t3"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                    FROM "reference_practice_contact" AS "t3"
                  ) AS "t10"
                    ON "t20"."nomenclature_code" = "t10"."code"
                    AND "t20"."service_day" >= "t10"."first_day"
                    AND "t20"."service_day" <= "t10"."last_day"
                  LEFT OUTER JOIN (
                    SELECT
                      "t4"."code",
                      "t4"."is_out_of_hours",
                      COALESCE("t4"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                      COALESCE("t4"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                    FROM "reference_moment" AS "t4"
                  ) AS "t11"
                    ON "t20"."moment" = "t11"."code"
                    AND "t20"."service_day" >= "t11"."first_day"
                    AND "t20"."service_day" <= "t11"."last_day"
                ) AS "t21"
                GROUP BY
                  1,
                  2,
                  3,
                  4,
                  5
              ) AS "t26"
              WHERE
                "t26"."left" > 0
            ) AS "t27"
            GROUP BY
              1,
              2,
              3
          ) AS "t28"
          GROUP BY
            1,
            2
        ) AS "t29"
      ) AS "t30"
    ) AS "t31"
    GROUP BY
      1,
      2
  ) AS "t33"
  LEFT OUTER JOIN (
    SELECT
      "t23"."practice_id",
      "t23"."year",
      TRUE AS "is_medical_house"
    FROM (
      SELECT DISTINCT
        "t22"."practice_id",
        "t22"."year"
      FROM (
        SELECT
          "t18"."person_id",
          "t18"."year",
          "t18"."practice_id",
          CAST(CAST(COALESCE(SUM("t18"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "left",
          MAX(CASE WHEN "t18"."quantity" > 0 THEN "t18"."service_day" ELSE NULL END) AS "last_day"
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
            "t17"."quantity"
          FROM "t16" AS "t17"
          WHERE
            "t17"."kind" = 'capitation'
        ) AS "t18"
        GROUP BY
          1,
          2,
          3
      ) AS "t22"
      WHERE
        "t22"."left" > 0
    ) AS "t23"
  ) AS "t25"
    ON "t33"."practice_id" = "t25"."practice_id" AND "t33"."year" = "t25"."year"
) AS "t34"
