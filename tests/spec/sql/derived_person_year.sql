WITH "t13" AS (
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
    "t29"."person_id",
    "t29"."year",
    CAST(CAST(COALESCE(SUM("t29"."gp_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp_contacts",
    CAST(CAST(COALESCE(SUM("t29"."specialist_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "specialist_contacts",
    CAST(CAST(COALESCE(SUM("t29"."psychiatrist_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "psychiatrist_contacts",
    CAST(CAST(COALESCE(SUM("t29"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
    CAST(CAST(COALESCE(SUM("t29"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
    CAST(CAST(COALESCE(SUM("t29"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents",
    CAST(CAST(COALESCE(SUM("t29"."classic_stays"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "classic_stays",
    CAST(CAST(COALESCE(SUM("t29"."day_stays"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "day_stays",
    CAST(CAST(COALESCE(SUM("t29"."hospital_nights"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "hospital_nights"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t18"."person_id",
          "t18"."year",
          0 AS "gp_contacts",
          0 AS "specialist_contacts",
          0 AS "psychiatrist_contacts",
          "t18"."reimbursed_cents",
          "t18"."copayment_cents",
          "t18"."supplement_cents",
          0 AS "classic_stays",
          0 AS "day_stays",
          0 AS "hospital_nights"
        FROM (
          SELECT
            "t12"."person_id",
            "t12"."year",
            CAST(CAST(COALESCE(SUM("t12"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
            CAST(CAST(COALESCE(SUM("t12"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
            CAST(CAST(COALESCE(SUM("t12"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents"
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
              AND (
                (
                  (
                    "t1"."booking_month" - (
                      "t1"."booking_month" % 100
                    )
                  ) - (
                    EXTRACT(YEAR FROM "t1"."service_day") * 100
                  )
                ) * 12
              ) <= (
                (
                  24 - (
                    "t1"."booking_month" % 100
                  )
                ) * 100
              )
          ) AS "t12"
          GROUP BY
            1,
            2
        ) AS "t18"
      ) AS "t21"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t15"."person_id",
          "t15"."year",
          0 AS "gp_contacts",
          0 AS "specialist_contacts",
          0 AS "psychiatrist_contacts",
          0 AS "reimbursed_cents",
          0 AS "copayment_cents",
          0 AS "supplement_cents",
          "t15"."classic_stays",
          "t15"."day_stays",
          "t15"."hospital_nights"
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
            FROM "derived_stay" AS "t2"
            WHERE
              "t2"."year" BETWEEN 2022 AND 2023
          ) AS "t7"
          GROUP BY
            1,
            2
        ) AS "t15"
      ) AS "t17"
    ) AS "t22"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t0"."person_id",
          "t0"."year",
          0 AS "gp_contacts",
          0 AS "specialist_contacts",
          0 AS "psychiatrist_contacts",
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
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t25"."person_id",
            "t25"."year",
            "t25"."gp_contacts",
            "t25"."specialist_contacts",
            "t25"."psychiatrist_contacts",
            0 AS "reimbursed_cents",
            0 AS "copayment_cents",
            0 AS "supplement_cents",
            0 AS "classic_stays",
            0 AS "day_stays",
            0 AS "hospital_nights"
          FROM (
            SELECT
              "t24"."person_id",
              "t24"."year",
              COUNT(*) FILTER(WHERE
                "t24"."gp" > 0) AS "gp_contacts",
              COUNT(*) FILTER(WHERE
                "t24"."specialist" > 0) AS "specialist_contacts",
              COUNT(*) FILTER(WHERE
                "t24"."psychiatrist" > 0) AS "psychiatrist_contacts"
            FROM (
              SELECT
                "t19"."person_id",
                "t19"."year",
                "t19"."service_day",
                "t19"."provider_id",
                CAST(CAST(COALESCE(SUM("t19"."quantity") FILTER(WHERE
                  "t19"."kind" = 'gp_contact'), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp",
                CAST(CAST(COALESCE(SUM("t19"."quantity") FILTER(WHERE
                  NOT (
                    "t19"."kind" = 'gp_contact'
                  )), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "specialist",
                CAST(CAST(COALESCE(
                  SUM("t19"."quantity") FILTER(WHERE
                    (
                      "t19"."kind" = 'psychiatrist_contact'
                    )
                    OR (
                      NOT (
                        "t19"."kind" = 'gp_contact'
                      )
                      AND COALESCE("t19"."is_psychiatrist", FALSE)
                    )),
                  0
                ) AS DECIMAL(38, 0)) AS BIGINT) AS "psychiatrist"
              FROM (
                SELECT
                  "t16"."person_id",
                  "t16"."service_day",
                  "t16"."nomenclature_code",
                  "t16"."booking_month",
                  "t16"."accounting_code",
                  "t16"."quantity",
                  "t16"."days",
                  "t16"."reimbursed_cents",
                  "t16"."provider_id",
                  "t16"."provider_qualification",
                  "t16"."prescriber_id",
                  "t16"."prescriber_qualification",
                  "t16"."institution_number",
                  "t16"."service_code",
                  "t16"."place_id",
                  "t16"."place_qualification",
                  "t16"."compulsory_or_free",
                  "t16"."cg1",
                  "t16"."cg2",
                  "t16"."third_payer_id",
                  "t16"."third_payer_qualification",
                  "t16"."admission_day",
                  "t16"."discharge_day",
                  "t16"."invoice_type",
                  "t16"."last_service_day",
                  "t16"."relative_code",
                  "t16"."cnk",
                  "t16"."copayment_cents",
                  "t16"."supplement_cents",
                  "t16"."provider_norm",
                  "t16"."practice_id",
                  "t16"."moment",
                  "t16"."billing_type",
                  "t16"."percent_norm",
                  "t16"."is_correction",
                  "t16"."delivery_id",
                  "t16"."line",
                  "t16"."year",
                  "t10"."kind",
                  "t11"."is_psychiatrist"
                FROM "t13" AS "t16"
                INNER JOIN (
                  SELECT
                    "t4"."code",
                    "t4"."kind",
                    COALESCE("t4"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                    COALESCE("t4"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                  FROM "reference_nomenclature" AS "t4"
                  WHERE
                    "t4"."kind" IN ('gp_contact', 'specialist_contact', 'psychiatrist_contact')
                ) AS "t10"
                  ON "t16"."nomenclature_code" = "t10"."code"
                  AND "t16"."service_day" >= "t10"."first_day"
                  AND "t16"."service_day" <= "t10"."last_day"
                LEFT OUTER JOIN (
                  SELECT
                    "t5"."code",
                    "t5"."is_psychiatrist",
                    COALESCE("t5"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                    COALESCE("t5"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                  FROM "reference_qualification" AS "t5"
                  WHERE
                    "t5"."is_psychiatrist"
                ) AS "t11"
                  ON "t16"."provider_qualification" = "t11"."code"
                  AND "t16"."service_day" >= "t11"."first_day"
                  AND "t16"."service_day" <= "t11"."last_day"
              ) AS "t19"
              GROUP BY
                1,
                2,
                3,
                4
            ) AS "t24"
            GROUP BY
              1,
              2
          ) AS "t25"
        ) AS "t26"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t20"."person_id",
            "t20"."year",
            0 AS "gp_contacts",
            0 AS "specialist_contacts",
            0 AS "psychiatrist_contacts",
            "t20"."reimbursed_cents",
            "t20"."copayment_cents",
            "t20"."supplement_cents",
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
            FROM "t13" AS "t14"
            GROUP BY
              1,
              2
          ) AS "t20"
        ) AS "t23"
      ) AS "t27"
    ) AS "t28"
  ) AS "t29"
  GROUP BY
    1,
    2
) AS "t30"
