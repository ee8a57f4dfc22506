WITH "t15" AS (
  SELECT
    "t3"."person_id",
    "t3"."service_day",
    "t3"."nomenclature_code",
    "t3"."booking_month",
    "t3"."accounting_code",
    "t3"."quantity",
    "t3"."days",
    "t3"."reimbursed_cents",
    "t3"."provider_id",
    "t3"."provider_qualification",
    "t3"."prescriber_id",
    "t3"."prescriber_qualification",
    "t3"."institution_number",
    "t3"."service_code",
    "t3"."place_id",
    "t3"."place_qualification",
    "t3"."compulsory_or_free",
    "t3"."cg1",
    "t3"."cg2",
    "t3"."third_payer_id",
    "t3"."third_payer_qualification",
    "t3"."admission_day",
    "t3"."discharge_day",
    "t3"."invoice_type",
    "t3"."last_service_day",
    "t3"."relative_code",
    "t3"."cnk",
    "t3"."copayment_cents",
    "t3"."supplement_cents",
    "t3"."provider_norm",
    "t3"."practice_id",
    "t3"."moment",
    "t3"."billing_type",
    "t3"."percent_norm",
    "t3"."is_correction",
    "t3"."delivery_id",
    "t3"."line",
    EXTRACT(YEAR FROM "t3"."service_day") AS "year"
  FROM "core_care_line_net" AS "t3"
  WHERE
    EXTRACT(YEAR FROM "t3"."service_day") BETWEEN 2022 AND 2023
    AND (
      (
        (
          "t3"."booking_month" - (
            "t3"."booking_month" % 100
          )
        ) - (
          EXTRACT(YEAR FROM "t3"."service_day") * 100
        )
      ) * 12
    ) <= (
      (
        24 - (
          "t3"."booking_month" % 100
        )
      ) * 100
    )
)
SELECT
  *
FROM (
  SELECT
    "t35"."person_id",
    "t35"."year",
    CAST(CAST(COALESCE(SUM("t35"."gp_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp_contacts",
    CAST(CAST(COALESCE(SUM("t35"."specialist_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "specialist_contacts",
    CAST(CAST(COALESCE(SUM("t35"."psychiatrist_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "psychiatrist_contacts",
    CAST(CAST(COALESCE(SUM("t35"."global_medical_files"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "global_medical_files",
    CAST(CAST(COALESCE(SUM("t35"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
    CAST(CAST(COALESCE(SUM("t35"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
    CAST(CAST(COALESCE(SUM("t35"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents",
    CAST(CAST(COALESCE(SUM("t35"."classic_stays"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "classic_stays",
    CAST(CAST(COALESCE(SUM("t35"."day_stays"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "day_stays",
    CAST(CAST(COALESCE(SUM("t35"."hospital_nights"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "hospital_nights"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t17"."person_id",
          "t17"."year",
          0 AS "gp_contacts",
          0 AS "specialist_contacts",
          0 AS "psychiatrist_contacts",
          0 AS "global_medical_files",
          0 AS "reimbursed_cents",
          0 AS "copayment_cents",
          0 AS "supplement_cents",
          "t17"."classic_stays",
          "t17"."day_stays",
          "t17"."hospital_nights"
        FROM (
          SELECT
            "t7"."person_id",
            "t7"."year",
            COUNT(*) FILTER(WHERE
              "t7"."stay_kind" = 'classic') AS "classic_stays",
            COUNT(*) FILTER(WHERE
              NOT (
                "t7"."stay_kind" = 'classic'
              )) AS "day_stays",
            CAST(CAST(COALESCE(SUM("t7"."nights"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "hospital_nights"
          FROM (
            SELECT
              *
            FROM "derived_stay" AS "t1"
            WHERE
              "t1"."year" BETWEEN 2022 AND 2023
          ) AS "t7"
          GROUP BY
            1,
            2
        ) AS "t17"
      ) AS "t19"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t0"."person_id",
          "t0"."year",
          0 AS "gp_contacts",
          0 AS "specialist_contacts",
          0 AS "psychiatrist_contacts",
          0 AS "global_medical_files",
          0 AS "reimbursed_cents",
          0 AS "copayment_cents",
          0 AS "supplement_cents",
          0 AS "classic_stays",
          0 AS "day_stays",
          0 AS "hospital_nights"
        FROM "derived_population_year" AS "t0"
        WHERE
          "t0"."year" BETWEEN 2022 AND 2023
      ) AS "t6"
    ) AS "t20"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t31"."person_id",
            "t31"."year",
            "t31"."gp_contacts",
            "t31"."specialist_contacts",
            "t31"."psychiatrist_contacts",
            0 AS "global_medical_files",
            0 AS "reimbursed_cents",
            0 AS "copayment_cents",
            0 AS "supplement_cents",
            0 AS "classic_stays",
            0 AS "day_stays",
            0 AS "hospital_nights"
          FROM (
            SELECT
              "t30"."person_id",
              "t30"."year",
              COUNT(*) FILTER(WHERE
                "t30"."gp" > 0) AS "gp_contacts",
              COUNT(*) FILTER(WHERE
                "t30"."specialist" > 0) AS "specialist_contacts",
              COUNT(*) FILTER(WHERE
                "t30"."psychiatrist" > 0) AS "psychiatrist_contacts"
            FROM (
              SELECT
                "t23"."person_id",
                "t23"."year",
                "t23"."service_day",
                "t23"."provider_id",
                CAST(CAST(COALESCE(SUM("t23"."quantity") FILTER(WHERE
                  "t23"."kind" = 'gp_contact'), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp",
                CAST(CAST(COALESCE(SUM("t23"."quantity") FILTER(WHERE
                  NOT (
                    "t23"."kind" = 'gp_contact'
                  )), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "specialist",
                CAST(CAST(COALESCE(
                  SUM("t23"."quantity") FILTER(WHERE
                    (
                      "t23"."kind" = 'psychiatrist_contact'
                    )
                    OR (
                      NOT (
                        "t23"."kind" = 'gp_contact'
                      )
                      AND COALESCE("t23"."is_psychiatrist", FALSE)
                    )),
                  0
                ) AS DECIMAL(38, 0)) AS BIGINT) AS "psychiatrist"
              FROM (
                SELECT
                  "t18"."person_id",
                  "t18"."service_day",
                  "t18"."nomenclature_code",
                  "t18"."booking_month",
                  "t18"."accounting_code",
                  "t18"."quantity",
                  "t18"."days",
                  "t18"."reimbursed_cents",
                  "t18"."provider_id",
                  "t18"."provider_qualification",
                  "t18"."prescriber_id",
                  "t18"."prescriber_qualification",
                  "t18"."institution_number",
                  "t18"."service_code",
                  "t18"."place_id",
                  "t18"."place_qualification",
                  "t18"."compulsory_or_free",
                  "t18"."cg1",
                  "t18"."cg2",
                  "t18"."third_payer_id",
                  "t18"."third_payer_qualification",
                  "t18"."admission_day",
                  "t18"."discharge_day",
                  "t18"."invoice_type",
                  "t18"."last_service_day",
                  "t18"."relative_code",
                  "t18"."cnk",
                  "t18"."copayment_cents",
                  "t18"."supplement_cents",
                  "t18"."provider_norm",
                  "t18"."practice_id",
                  "t18"."moment",
                  "t18"."billing_type",
                  "t18"."percent_norm",
                  "t18"."is_correction",
                  "t18"."delivery_id",
                  "t18"."line",
                  "t18"."year",
                  "t12"."kind",
                  "t13"."is_psychiatrist"
                FROM "t15" AS "t18"
                INNER JOIN (
                  SELECT
                    "t4"."code",
                    "t4"."kind",
                    COALESCE("t4"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                    COALESCE("t4"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                  FROM "reference_nomenclature" AS "t4"
                  WHERE
                    "t4"."kind" IN ('gp_contact', 'specialist_contact', 'psychiatrist_contact')
                ) AS "t12"
                  ON "t18"."nomenclature_code" = "t12"."code"
                  AND "t18"."service_day" >= "t12"."first_day"
                  AND "t18"."service_day" <= "t12"."last_day"
                LEFT OUTER JOIN (
                  SELECT
                    "t5"."code",
                    "t5"."is_psychiatrist",
                    COALESCE("t5"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                    COALESCE("t5"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                  FROM "reference_qualification" AS "t5"
                  WHERE
                    "t5"."is_psychiatrist"
                ) AS "t13"
                  ON "t18"."provider_qualification" = "t13"."code"
                  AND "t18"."service_day" >= "t13"."first_day"
                  AND "t18"."service_day" <= "t13"."last_day"
              ) AS "t23"
              GROUP BY
                1,
                2,
                3,
                4
            ) AS "t30"
            GROUP BY
              1,
              2
          ) AS "t31"
        ) AS "t32"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t28"."person_id",
            "t28"."year",
            0 AS "gp_contacts",
            0 AS "specialist_contacts",
            0 AS "psychiatrist_contacts",
            "t28"."global_medical_files",
            0 AS "reimbursed_cents",
            0 AS "copayment_cents",
            0 AS "supplement_cents",
            0 AS "classic_stays",
            0 AS "day_stays",
            0 AS "hospital_nights"
          FROM (
            SELECT
              "t22"."person_id",
              "t22"."year",
              CAST(CAST(COALESCE(SUM("t22"."quantity"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "global_medical_files"
            FROM (
              SELECT
                "t18"."person_id",
                "t18"."service_day",
                "t18"."nomenclature_code",
                "t18"."booking_month",
                "t18"."accounting_code",
                "t18"."quantity",
                "t18"."days",
                "t18"."reimbursed_cents",
                "t18"."provider_id",
                "t18"."provider_qualification",
                "t18"."prescriber_id",
                "t18"."prescriber_qualification",
                "t18"."institution_number",
                "t18"."service_code",
                "t18"."place_id",
                "t18"."place_qualification",
                "t18"."compulsory_or_free",
                "t18"."cg1",
                "t18"."cg2",
                "t18"."third_payer_id",
                "t18"."third_payer_qualification",
                "t18"."admission_day",
                "t18"."discharge_day",
                "t18"."invoice_type",
                "t18"."last_service_day",
                "t18"."relative_code",
                "t18"."cnk",
                "t18"."copayment_cents",
                "t18"."supplement_cents",
                "t18"."provider_norm",
                "t18"."practice_id",
                "t18"."moment",
                "t18"."billing_type",
                "t18"."percent_norm",
                "t18"."is_correction",
                "t18"."delivery_id",
                "t18"."line",
                "t18"."year",
                "t11"."kind"
              FROM "t15" AS "t18"
              INNER JOIN (
                SELECT
                  "t4"."code",
                  "t4"."kind",
                  COALESCE("t4"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                  COALESCE("t4"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                FROM "reference_nomenclature" AS "t4"
                WHERE
                  "t4"."kind" = 'gmd'
              ) AS "t11"
                ON "t18"."nomenclature_code" = "t11"."code"
                AND "t18"."service_day" >= "t11"."first_day"
                AND "t18"."service_day" <= "t11"."last_day"
            ) AS "t22"
            GROUP BY
              1,
              2
          ) AS "t28"
        ) AS "t29"
      ) AS "t33"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t24"."person_id",
            "t24"."year",
            0 AS "gp_contacts",
            0 AS "specialist_contacts",
            0 AS "psychiatrist_contacts",
            0 AS "global_medical_files",
            "t24"."reimbursed_cents",
            "t24"."copayment_cents",
            "t24"."supplement_cents",
            0 AS "classic_stays",
            0 AS "day_stays",
            0 AS "hospital_nights"
          FROM (
            SELECT
              "t16"."person_id",
              "t16"."year",
              CAST(CAST(COALESCE(SUM("t16"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
              CAST(CAST(COALESCE(SUM("t16"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
              CAST(CAST(COALESCE(SUM("t16"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents"
            FROM "t15" AS "t16"
            GROUP BY
              1,
              2
          ) AS "t24"
        ) AS "t26"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t21"."person_id",
            "t21"."year",
            0 AS "gp_contacts",
            0 AS "specialist_contacts",
            0 AS "psychiatrist_contacts",
            0 AS "global_medical_files",
            "t21"."reimbursed_cents",
            "t21"."copayment_cents",
            "t21"."supplement_cents",
            0 AS "classic_stays",
            0 AS "day_stays",
            0 AS "hospital_nights"
          FROM (
            SELECT
              "t14"."person_id",
              "t14"."year",
              CAST(CAST(COALESCE(SUM("t14"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
              CAST(CAST(COALESCE(SUM("t14"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
              CAST(CAST(COALESCE(SUM("t14"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents"
            FROM (
              SELECT
                "t2"."person_id",
                "t2"."service_day",
                "t2"."drug_category_code",
                "t2"."booking_month",
                "t2"."accounting_code",
                "t2"."quantity",
                "t2"."reimbursed_cents",
                "t2"."provider_id",
                "t2"."provider_qualification",
                "t2"."prescriber_id",
                "t2"."prescriber_qualification",
                "t2"."galenic_form",
                "t2"."place_id",
                "t2"."place_qualification",
                "t2"."cg1",
                "t2"."cg2",
                "t2"."third_payer_id",
                "t2"."third_payer_qualification",
                "t2"."invoice_day",
                "t2"."cnk",
                "t2"."copayment_cents",
                "t2"."supplement_cents",
                "t2"."is_deferred",
                "t2"."is_reduced",
                "t2"."unit_derogation",
                "t2"."is_correction",
                "t2"."delivery_id",
                "t2"."line",
                EXTRACT(YEAR FROM "t2"."service_day") AS "year"
              FROM "core_dispensing_net" AS "t2"
              WHERE
                EXTRACT(YEAR FROM "t2"."service_day") BETWEEN 2022 AND 2023
                AND (
                  (
                    (
                      "t2"."booking_month" - (
                        "t2"."booking_month" % 100
                      )
                    ) - (
                      EXTRACT(YEAR FROM "t2"."service_day") * 100
                    )
                  ) * 12
                ) <= (
                  (
                    24 - (
                      "t2"."booking_month" % 100
                    )
                  ) * 100
                )
            ) AS "t14"
            GROUP BY
              1,
              2
          ) AS "t21"
        ) AS "t25"
      ) AS "t27"
    ) AS "t34"
  ) AS "t35"
  GROUP BY
    1,
    2
) AS "t36"
