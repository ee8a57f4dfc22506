SELECT
  *
FROM (
  SELECT
    "t17"."person_id",
    "t17"."quarter",
    "t17"."accounting_group",
    CAST(CAST(COALESCE(SUM("t17"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "quantity",
    CAST(CAST(COALESCE(SUM("t17"."days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "days",
    CAST(CAST(COALESCE(SUM("t17"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
    CAST(CAST(COALESCE(SUM("t17"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
    CAST(CAST(COALESCE(SUM("t17"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t13"."person_id",
        COALESCE("t13"."own_group", "t13"."code_group", 'unknown') AS "accounting_group",
        "t13"."quantity",
        "t13"."days",
        "t13"."reimbursed_cents",
        "t13"."copayment_cents",
        "t13"."supplement_cents",
        CAST(EXTRACT(YEAR FROM "t13"."service_day") AS TEXT) || CASE EXTRACT(MONTH FROM "t13"."service_day")
          WHEN 1
          THEN 'Q1'
          WHEN 2
          THEN 'Q1'
          WHEN 3
          THEN 'Q1'
          WHEN 4
          THEN 'Q2'
          WHEN 5
          THEN 'Q2'
          WHEN 6
          THEN 'Q2'
          WHEN 7
          THEN 'Q3'
          WHEN 8
          THEN 'Q3'
          WHEN 9
          THEN 'Q3'
          WHEN 10
          THEN 'Q4'
          WHEN 11
          THEN 'Q4'
          WHEN 12
          THEN 'Q4'
          ELSE NULL
        END AS "quarter"
      FROM (
        SELECT
          "t11"."person_id",
          "t11"."service_day",
          "t11"."nomenclature_code",
          "t11"."booking_month",
          "t11"."accounting_code",
          "t11"."quantity",
          "t11"."days",
          "t11"."reimbursed_cents",
          "t11"."provider_id",
          "t11"."provider_qualification",
          "t11"."prescriber_id",
          "t11"."prescriber_qualification",
          "t11"."institution_number",
          "t11"."service_code",
          "t11"."place_id",
          "t11"."place_qualification",
          "t11"."compulsory_or_free",
          "t11"."cg1",
          "t11"."cg2",
          "t11"."third_payer_id",
          "t11"."third_payer_qualification",
          "t11"."admission_day",
          "t11"."discharge_day",
          "t11"."invoice_type",
          "t11"."last_service_day",
          "t11"."relative_code",
          "t11"."cnk",
          "t11"."copayment_cents",
          "t11"."supplement_cents",
          "t11"."provider_norm",
          "t11"."practice_id",
          "t11"."moment",
          "t11"."billing_type",
          "t11"."percent_norm",
          "t11"."is_correction",
          "t11"."delivery_id",
          "t11"."line",
          "t11"."year",
          "t6"."own_group",
          "t7"."code_group"
        FROM (
          SELECT
            "t0"."person_id",
            "t0"."service_day",
            "t0"."nomenclature_code",
            "t0"."booking_month",
            "t0"."accounting_code",
            "t0"."quantity",
            "t0"."days",
            "t0"."reimbursed_cents",
            "t0"."provider_id",
            "t0"."provider_qualification",
            "t0"."prescriber_id",
            "t0"."prescriber_qualification",
            "t0"."institution_number",
            "t0"."service_code",
            "t0"."place_id",
            "t0"."place_qualification",
            "t0"."compulsory_or_free",
            "t0"."cg1",
            "t0"."cg2",
            "t0"."third_payer_id",
            "t0"."third_payer_qualification",
            "t0"."admission_day",
            "t0"."discharge_day",
            "t0"."invoice_type",
            "t0"."last_service_day",
            "t0"."relative_code",
            "t0"."cnk",
            "t0"."copayment_cents",
            "t0"."supplement_cents",
            "t0"."provider_norm",
            "t0"."practice_id",
            "t0"."moment",
            "t0"."billing_type",
            "t0"."percent_norm",
            "t0"."is_correction",
            "t0"."delivery_id",
            "t0"."line",
            EXTRACT(YEAR FROM "t0"."service_day") AS "year"
          FROM "core_care_line_net" AS "t0"
          WHERE
            EXTRACT(YEAR FROM "t0"."service_day") BETWEEN 2022 AND 2023
            AND "t0"."booking_month" <= (
              (
                EXTRACT(YEAR FROM "t0"."service_day") * 100
              ) + 112
            )
        ) AS "t11"
        LEFT OUTER JOIN (
          SELECT
            "t2"."code",
            COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
            COALESCE("t2"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day",
            "t2"."accounting_group" AS "own_group"
          FROM "reference_accounting_grouping" AS "t2"
          WHERE
            "t2"."level" = 'nomenclature'
        ) AS "t6"
          ON "t11"."nomenclature_code" = "t6"."code"
          AND "t11"."service_day" >= "t6"."first_day"
          AND "t11"."service_day" <= "t6"."last_day"
        LEFT OUTER JOIN (
          SELECT
            "t2"."code",
            COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
            COALESCE("t2"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day",
            "t2"."accounting_group" AS "code_group"
          FROM "reference_accounting_grouping" AS "t2"
          WHERE
            "t2"."level" = 'accounting'
        ) AS "t7"
          ON "t11"."accounting_code" = "t7"."code"
          AND "t11"."service_day" >= "t7"."first_day"
          AND "t11"."service_day" <= "t7"."last_day"
      ) AS "t13"
    ) AS "t15"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t14"."person_id",
        COALESCE("t14"."category_group", 'unknown') AS "accounting_group",
        "t14"."quantity",
        0 AS "days",
        "t14"."reimbursed_cents",
        "t14"."copayment_cents",
        "t14"."supplement_cents",
        CAST(EXTRACT(YEAR FROM "t14"."service_day") AS TEXT) || CASE EXTRACT(MONTH FROM "t14"."service_day")
          WHEN 1
          THEN 'Q1'
          WHEN 2
          THEN 'Q1'
          WHEN 3
          THEN 'Q1'
          WHEN 4
          THEN 'Q2'
          WHEN 5
          THEN 'Q2'
          WHEN 6
          THEN 'Q2'
          WHEN 7
          THEN 'Q3'
          WHEN 8
          THEN 'Q3'
          WHEN 9
          THEN 'Q3'
          WHEN 10
          THEN 'Q4'
          WHEN 11
          THEN 'Q4'
          WHEN 12
          THEN 'Q4'
          ELSE NULL
        END AS "quarter"
      FROM (
        SELECT
          "t12"."person_id",
          "t12"."service_day",
          "t12"."drug_category_code",
          "t12"."booking_month",
          "t12"."accounting_code",
          "t12"."quantity",
          "t12"."reimbursed_cents",
          "t12"."provider_id",
          "t12"."provider_qualification",
          "t12"."prescriber_id",
          "t12"."prescriber_qualification",
          "t12"."galenic_form",
          "t12"."place_id",
          "t12"."place_qualification",
          "t12"."cg1",
          "t12"."cg2",
          "t12"."third_payer_id",
          "t12"."third_payer_qualification",
          "t12"."invoice_day",
          "t12"."cnk",
          "t12"."copayment_cents",
          "t12"."supplement_cents",
          "t12"."is_deferred",
          "t12"."is_reduced",
          "t12"."unit_derogation",
          "t12"."is_correction",
          "t12"."delivery_id",
          "t12"."line",
          "t12"."year",
          "t8"."category_group"
        FROM (
          SELECT
            "t1"."person_id",
            "t1"."service_day",
            "t1"."drug_category_code",
            "t1"."booking_month",
            "t1"."accounting_code",
            "t1"."quantity",
            "t1"."reimbursed_cents",
            "t1"."provider_id",
            "t1"."provider_qualification",
            "t1"."prescriber_id",
            "t1"."prescriber_qualification",
            "t1"."galenic_form",
            "t1"."place_id",
            "t1"."place_qualification",
            "t1"."cg1",
            "t1"."cg2",
            "t1"."third_payer_id",
            "t1"."third_payer_qualification",
            "t1"."invoice_day",
            "t1"."cnk",
            "t1"."copayment_cents",
            "t1"."supplement_cents",
            "t1"."is_deferred",
            "t1"."is_reduced",
            "t1"."unit_derogation",
            "t1"."is_correction",
            "t1"."delivery_id",
            "t1"."line",
            EXTRACT(YEAR FROM "t1"."service_day") AS "year"
          FROM "core_dispensing_net" AS "t1"
          WHERE
            EXTRACT(YEAR FROM "t1"."service_day") BETWEEN 2022 AND 2023
            AND "t1"."booking_month" <= (
              (
                EXTRACT(YEAR FROM "t1"."service_day") * 100
              ) + 112
            )
        ) AS "t12"
        LEFT OUTER JOIN (
          SELECT
            "t2"."code",
            COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
            COALESCE("t2"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day",
            "t2"."accounting_group" AS "category_group"
          FROM "reference_accounting_grouping" AS "t2"
          WHERE
            "t2"."level" = 'drug_category'
        ) AS "t8"
          ON "t12"."drug_category_code" = "t8"."code"
          AND "t12"."service_day" >= "t8"."first_day"
          AND "t12"."service_day" <= "t8"."last_day"
      ) AS "t14"
    ) AS "t16"
  ) AS "t17"
  GROUP BY
    1,
    2,
    3
) AS "t18"
WHERE
  (
    "t18"."quantity" <> 0
  )
  OR (
    "t18"."days" <> 0
  )
  OR (
    "t18"."reimbursed_cents" <> 0
  )
  OR (
    "t18"."copayment_cents" <> 0
  )
  OR (
    "t18"."supplement_cents" <> 0
  )
