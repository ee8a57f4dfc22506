WITH "t45" AS (
  SELECT
    "t28"."person_id",
    "t28"."year",
    "t28"."reference_day",
    "t28"."cg1",
    "t28"."disability_origin",
    "t28"."has_nursing_b",
    "t28"."has_nursing_c",
    "t28"."has_physiotherapy_e",
    "t28"."has_increased_child_allowance",
    "t28"."has_integration_allowance",
    "t28"."has_elderly_allowance",
    "t28"."has_third_party_help_old_1",
    "t28"."has_third_party_help_old_2",
    "t28"."has_third_party_help",
    "t28"."has_120_hospital_days",
    "t28"."has_6_admissions",
    "t28"."has_disability_allowance",
    "t28"."unemployment_days",
    "t28"."incapacity_days",
    "t28"."invalidity_days",
    "t31"."status",
    "t32"."is_recognised"
  FROM (
    SELECT
      "t4"."person_id",
      "t4"."year",
      "t4"."reference_day",
      "t4"."cg1",
      "t4"."disability_origin",
      "t4"."has_nursing_b",
      "t4"."has_nursing_c",
      "t4"."has_physiotherapy_e",
      "t4"."has_increased_child_allowance",
      "t4"."has_integration_allowance",
      "t4"."has_elderly_allowance",
      "t4"."has_third_party_help_old_1",
      "t4"."has_third_party_help_old_2",
      "t4"."has_third_party_help",
      "t4"."has_120_hospital_days",
      "t4"."has_6_admissions",
      "t4"."has_disability_allowance",
      "t4"."unemployment_days",
      "t4"."incapacity_days",
      "t4"."invalidity_days"
    FROM "derived_population_year" AS "t4"
    WHERE
      "t4"."year" BETWEEN 2022 AND 2023
  ) AS "t28"
  LEFT OUTER JOIN (
    SELECT
      "t8"."code",
      "t8"."status",
      COALESCE("t8"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
      COALESCE("t8"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
    FROM "reference_cg1" AS "t8"
    WHERE
      "t8"."status" = 'disabled'
  ) AS "t31"
    ON "t28"."cg1" = "t31"."code"
    AND "t28"."reference_day" >= "t31"."first_day"
    AND "t28"."reference_day" <= "t31"."last_day"
  LEFT OUTER JOIN (
    SELECT
      "t9"."code",
      "t9"."is_recognised",
      COALESCE("t9"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
      COALESCE("t9"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
    FROM "reference_disability_origin" AS "t9"
    WHERE
      "t9"."is_recognised"
  ) AS "t32"
    ON "t28"."disability_origin" = "t32"."code"
    AND "t28"."reference_day" >= "t32"."first_day"
    AND "t28"."reference_day" <= "t32"."last_day"
), "t77" AS (
  SELECT
    "t76"."person_id",
    "t76"."year",
    "t76"."is_dear",
    "t76"."before_is_dear" AS "was_dear",
    "t76"."is_shared"
    AND "t76"."before_is_shared"
    AND COALESCE("t69"."has_dependency", FALSE) AS "has_forfait"
  FROM (
    SELECT
      "t72"."person_id",
      "t72"."year",
      "t72"."is_dear",
      "t72"."is_shared",
      COALESCE(
        (
          (
            "t72"."year" - LAG("t72"."year") OVER (
              PARTITION BY "t72"."person_id"
              ORDER BY "t72"."year" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
          ) = 1
        )
        AND LAG("t72"."is_shared") OVER (
          PARTITION BY "t72"."person_id"
          ORDER BY "t72"."year" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ),
        FALSE
      ) AS "before_is_shared",
      COALESCE(
        (
          (
            "t72"."year" - LAG("t72"."year") OVER (
              PARTITION BY "t72"."person_id"
              ORDER BY "t72"."year" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
          ) = 1
        )
        AND LAG("t72"."is_dear") OVER (
          PARTITION BY "t72"."person_id"
          ORDER BY "t72"."year" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ),
        FALSE
      ) AS "before_is_dear"
    FROM (
      SELECT
        "t62"."person_id",
        "t62"."year",
        "t62"."dear" = 4 AS "is_dear",
        COALESCE("t62"."copayment" >= "t62"."least", FALSE) AS "is_shared"
      FROM (
        SELECT
          "t57"."person_id",
          "t57"."year",
          COUNT(
            CASE
              WHEN (
                "t57"."reimbursed" + "t57"."copayment"
              ) >= "t57"."status_quarter"
              THEN 1
              ELSE NULL
            END
          ) AS "dear",
          CAST(CAST(COALESCE(SUM("t57"."copayment"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment",
          MAX("t57"."forfait_copayment") AS "least"
        FROM (
          SELECT
            "t51"."person_id",
            "t51"."quarter",
            "t51"."copayment",
            "t51"."reimbursed",
            "t51"."year",
            "t39"."status_quarter",
            "t40"."forfait_copayment"
          FROM (
            SELECT
              "t41"."person_id",
              "t41"."quarter",
              "t41"."copayment",
              "t41"."reimbursed",
              CAST(SUBSTRING(
                "t41"."quarter",
                CASE WHEN (
                  0 + 1
                ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t41"."quarter") END,
                4
              ) AS INT) AS "year"
            FROM (
              SELECT
                "t5"."person_id",
                "t5"."quarter",
                CAST(CAST(COALESCE(SUM("t5"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment",
                CAST(CAST(COALESCE(SUM("t5"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed"
              FROM "derived_quarter_group" AS "t5"
              GROUP BY
                1,
                2
            ) AS "t41"
          ) AS "t51"
          LEFT OUTER JOIN (
            SELECT
              "t6"."amount_cents" AS "status_quarter",
              EXTRACT(YEAR FROM COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1))) AS "first_year",
              EXTRACT(YEAR FROM COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31))) AS "last_year"
            FROM "reference_chronic_threshold" AS "t6"
            WHERE
              "t6"."code" = 'status_quarter'
          ) AS "t39"
            ON "t51"."year" >= "t39"."first_year" AND "t51"."year" <= "t39"."last_year"
          LEFT OUTER JOIN (
            SELECT
              "t6"."amount_cents" AS "forfait_copayment",
              EXTRACT(YEAR FROM COALESCE("t6"."valid_from", MAKE_DATE(1900, 1, 1))) AS "first_year",
              EXTRACT(YEAR FROM COALESCE("t6"."valid_to", MAKE_DATE(9999, 12, 31))) AS "last_year"
            FROM "reference_chronic_threshold" AS "t6"
            WHERE
              "t6"."code" = 'forfait_copayment'
          ) AS "t40"
            ON "t51"."year" >= "t40"."first_year" AND "t51"."year" <= "t40"."last_year"
        ) AS "t57"
        GROUP BY
          1,
          2
      ) AS "t62"
      WHERE
        (
          "t62"."dear" = 4
        ) OR COALESCE("t62"."copayment" >= "t62"."least", FALSE)
    ) AS "t72"
  ) AS "t76"
  LEFT OUTER JOIN (
    SELECT
      "t65"."person_id",
      "t65"."year",
      "t65"."has_dependency"
    FROM (
      SELECT
        "t48"."person_id",
        "t48"."year",
        (
          NOT "t48"."status" IS NULL
        )
        OR COALESCE("t48"."is_recognised", FALSE)
        OR (
          COALESCE("t48"."has_increased_child_allowance", FALSE)
          OR COALESCE("t48"."has_integration_allowance", FALSE)
          OR COALESCE("t48"."has_elderly_allowance", FALSE)
          OR COALESCE("t48"."has_disability_allowance", FALSE)
        ) AS "has_disability",
        COALESCE("t48"."has_nursing_b", FALSE)
        OR COALESCE("t48"."has_nursing_c", FALSE)
        OR COALESCE("t48"."has_physiotherapy_e", FALSE)
        OR COALESCE("t48"."has_increased_child_allowance", FALSE)
        OR COALESCE("t48"."has_integration_allowance", FALSE)
        OR COALESCE("t48"."has_elderly_allowance", FALSE)
        OR COALESCE("t48"."has_third_party_help_old_1", FALSE)
        OR COALESCE("t48"."has_third_party_help_old_2", FALSE)
        OR COALESCE("t48"."has_third_party_help", FALSE)
        OR COALESCE("t48"."has_120_hospital_days", FALSE)
        OR COALESCE("t48"."has_6_admissions", FALSE) AS "has_dependency",
        CAST(COALESCE("t48"."unemployment_days", 0) AS BIGINT) AS "unemployment_days",
        CAST(COALESCE("t48"."incapacity_days", 0) AS BIGINT) AS "incapacity_days",
        CAST(COALESCE("t48"."invalidity_days", 0) AS BIGINT) AS "invalidity_days"
      FROM "t45" AS "t48"
    ) AS "t65"
    WHERE
      "t65"."has_dependency"
  ) AS "t69"
    ON "t76"."person_id" = "t69"."person_id" AND "t76"."year" = "t69"."year"
), "t87" AS (
  SELECT
    "t84"."person_id",
    "t84"."year",
    "t84"."is_dear",
    "t84"."was_dear",
    "t84"."has_forfait",
    "t84"."grant_year",
    "t84"."missing_year",
    MAX("t84"."grant_year") OVER (
      PARTITION BY "t84"."person_id"
      ORDER BY "t84"."year" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
    ) AS "last_grant",
    MAX("t84"."missing_year") OVER (
      PARTITION BY "t84"."person_id"
      ORDER BY "t84"."year" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "last_missing"
  FROM (
    SELECT
      "t81"."person_id",
      "t81"."year",
      "t81"."is_dear",
      "t81"."was_dear",
      "t81"."has_forfait",
      CASE
        WHEN (
          "t81"."is_dear" AND "t81"."was_dear"
        ) OR "t81"."has_forfait"
        THEN "t81"."year"
        ELSE CAST(NULL AS INT)
      END AS "grant_year",
      CASE
        WHEN COALESCE(
          (
            "t81"."year" - LAG("t81"."year") OVER (
              PARTITION BY "t81"."person_id"
              ORDER BY "t81"."year" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
          ) = 1,
          FALSE
        )
        THEN CAST(NULL AS INT)
        ELSE "t81"."year" - 1
      END AS "missing_year"
    FROM (
      SELECT
        *
      FROM "t77" AS "t79"
      WHERE
        "t79"."is_dear" OR "t79"."has_forfait"
    ) AS "t81"
  ) AS "t84"
)
SELECT
  "t111"."person_id",
  "t111"."year",
  COALESCE("t111"."is_in_population", FALSE) AS "is_in_population",
  COALESCE("t111"."is_in_care", FALSE) AS "is_in_care",
  COALESCE("t111"."is_in_pharmacy", FALSE) AS "is_in_pharmacy",
  COALESCE("t111"."gp_contacts", 0) AS "gp_contacts",
  COALESCE("t111"."gp_home_visits", 0) AS "gp_home_visits",
  COALESCE("t111"."gp_remote_contacts", 0) AS "gp_remote_contacts",
  COALESCE("t111"."gp_out_of_hours_contacts", 0) AS "gp_out_of_hours_contacts",
  COALESCE("t111"."gp_providers", 0) AS "gp_providers",
  COALESCE("t111"."most_seen_gp_contacts", 0) AS "most_seen_gp_contacts",
  COALESCE("t111"."specialist_contacts", 0) AS "specialist_contacts",
  COALESCE("t111"."psychiatrist_contacts", 0) AS "psychiatrist_contacts",
  COALESCE("t111"."emergency_contacts", 0) AS "emergency_contacts",
  COALESCE("t111"."dental_contacts", 0) AS "dental_contacts",
  COALESCE("t111"."orthodontic_acts", 0) AS "orthodontic_acts",
  COALESCE("t111"."physiotherapy_contacts", 0) AS "physiotherapy_contacts",
  COALESCE("t111"."speech_therapy_contacts", 0) AS "speech_therapy_contacts",
  COALESCE("t111"."laboratory_days", 0) AS "laboratory_days",
  COALESCE("t111"."imaging_days", 0) AS "imaging_days",
  COALESCE("t111"."home_nursing_days", 0) AS "home_nursing_days",
  COALESCE("t111"."nursing_toilet_days", 0) AS "nursing_toilet_days",
  COALESCE("t111"."nursing_forfait_a_days", 0) AS "nursing_forfait_a_days",
  COALESCE("t111"."nursing_forfait_b_days", 0) AS "nursing_forfait_b_days",
  COALESCE("t111"."nursing_forfait_c_days", 0) AS "nursing_forfait_c_days",
  COALESCE("t111"."palliative_days", 0) AS "palliative_days",
  COALESCE("t111"."global_medical_files", 0) AS "global_medical_files",
  COALESCE(COALESCE("t111"."capitations", 0) > 0, FALSE) AS "is_in_medical_house",
  COALESCE("t111"."nursing_home_days", 0) AS "nursing_home_days",
  "t111"."nursing_home_class",
  COALESCE("t111"."classic_stays", 0) AS "classic_stays",
  COALESCE("t111"."day_stays", 0) AS "day_stays",
  COALESCE("t111"."psychiatric_stays", 0) AS "psychiatric_stays",
  COALESCE("t111"."hospital_nights", 0) AS "hospital_nights",
  COALESCE(
    COALESCE("t111"."reimbursed_cents", 0) + COALESCE("t111"."pharmacy_reimbursed_cents", 0),
    0
  ) AS "reimbursed_cents",
  COALESCE(
    COALESCE("t111"."copayment_cents", 0) + COALESCE("t111"."pharmacy_copayment_cents", 0),
    0
  ) AS "copayment_cents",
  COALESCE(
    COALESCE("t111"."supplement_cents", 0) + COALESCE("t111"."pharmacy_supplement_cents", 0),
    0
  ) AS "supplement_cents",
  COALESCE("t111"."polypharmacy_substances", 0) AS "polypharmacy_substances",
  COALESCE("t111"."is_polypharmacy", FALSE) AS "is_polypharmacy",
  COALESCE("t111"."is_excessive_polypharmacy", FALSE) AS "is_excessive_polypharmacy",
  COALESCE("t111"."has_disability", FALSE) AS "has_disability",
  COALESCE("t111"."has_dependency", FALSE) AS "has_dependency",
  COALESCE("t111"."has_chronic_forfait", FALSE) AS "has_chronic_forfait",
  COALESCE("t111"."has_chronic_status", FALSE) AS "has_chronic_status",
  COALESCE("t111"."unemployment_days", 0) AS "unemployment_days",
  COALESCE("t111"."incapacity_days", 0) AS "incapacity_days",
  COALESCE("t111"."invalidity_days", 0) AS "invalidity_days"
FROM (
  SELECT
    "t110"."person_id",
    "t110"."year",
    "t110"."dental_contacts",
    "t110"."physiotherapy_contacts",
    "t110"."speech_therapy_contacts",
    "t110"."laboratory_days",
    "t110"."imaging_days",
    "t110"."home_nursing_days",
    "t110"."specialist_contacts",
    "t110"."gp_contacts",
    "t110"."gp_home_visits",
    "t110"."gp_remote_contacts",
    "t110"."gp_out_of_hours_contacts",
    "t110"."psychiatrist_contacts",
    "t110"."nursing_toilet_days",
    "t110"."nursing_forfait_a_days",
    "t110"."nursing_forfait_b_days",
    "t110"."nursing_forfait_c_days",
    "t110"."palliative_days",
    "t110"."orthodontic_acts",
    "t110"."global_medical_files",
    "t110"."capitations",
    "t110"."emergency_contacts",
    "t110"."nursing_home_days",
    "t110"."reimbursed_cents",
    "t110"."copayment_cents",
    "t110"."supplement_cents",
    "t110"."gp_providers",
    "t110"."most_seen_gp_contacts",
    "t110"."nursing_home_class",
    "t110"."is_in_care",
    "t110"."pharmacy_reimbursed_cents",
    "t110"."pharmacy_copayment_cents",
    "t110"."pharmacy_supplement_cents",
    "t110"."is_in_pharmacy",
    "t110"."has_disability",
    "t110"."has_dependency",
    "t110"."unemployment_days",
    "t110"."incapacity_days",
    "t110"."invalidity_days",
    "t110"."is_in_population",
    "t110"."classic_stays",
    "t110"."day_stays",
    "t110"."psychiatric_stays",
    "t110"."hospital_nights",
    "t110"."polypharmacy_substances",
    "t110"."is_polypharmacy",
    "t110"."is_excessive_polypharmacy",
    "t104"."has_chronic_forfait",
    "t104"."has_chronic_status"
  FROM (
    SELECT
      COALESCE("t108"."person_id", "t108"."other_person_id") AS "person_id",
      COALESCE("t108"."year", "t108"."other_year") AS "year",
      "t108"."dental_contacts",
      "t108"."physiotherapy_contacts",
      "t108"."speech_therapy_contacts",
      "t108"."laboratory_days",
      "t108"."imaging_days",
      "t108"."home_nursing_days",
      "t108"."specialist_contacts",
      "t108"."gp_contacts",
      "t108"."gp_home_visits",
      "t108"."gp_remote_contacts",
      "t108"."gp_out_of_hours_contacts",
      "t108"."psychiatrist_contacts",
      "t108"."nursing_toilet_days",
      "t108"."nursing_forfait_a_days",
      "t108"."nursing_forfait_b_days",
      "t108"."nursing_forfait_c_days",
      "t108"."palliative_days",
      "t108"."orthodontic_acts",
      "t108"."global_medical_files",
      "t108"."capitations",
      "t108"."emergency_contacts",
      "t108"."nursing_home_days",
      "t108"."reimbursed_cents",
      "t108"."copayment_cents",
      "t108"."supplement_cents",
      "t108"."gp_providers",
      "t108"."most_seen_gp_contacts",
      "t108"."nursing_home_class",
      "t108"."is_in_care",
      "t108"."pharmacy_reimbursed_cents",
      "t108"."pharmacy_copayment_cents",
      "t108"."pharmacy_supplement_cents",
      "t108"."is_in_pharmacy",
      "t108"."has_disability",
      "t108"."has_dependency",
      "t108"."unemployment_days",
      "t108"."incapacity_days",
      "t108"."invalidity_days",
      "t108"."is_in_population",
      "t108"."classic_stays",
      "t108"."day_stays",
      "t108"."psychiatric_stays",
      "t108"."hospital_nights",
      "t108"."polypharmacy_substances",
      "t108"."is_polypharmacy",
      "t108"."is_excessive_polypharmacy"
    FROM (
      SELECT
        "t107"."person_id",
        "t107"."year",
        "t107"."dental_contacts",
        "t107"."physiotherapy_contacts",
        "t107"."speech_therapy_contacts",
        "t107"."laboratory_days",
        "t107"."imaging_days",
        "t107"."home_nursing_days",
        "t107"."specialist_contacts",
        "t107"."gp_contacts",
        "t107"."gp_home_visits",
        "t107"."gp_remote_contacts",
        "t107"."gp_out_of_hours_contacts",
        "t107"."psychiatrist_contacts",
        "t107"."nursing_toilet_days",
        "t107"."nursing_forfait_a_days",
        "t107"."nursing_forfait_b_days",
        "t107"."nursing_forfait_c_days",
        "t107"."palliative_days",
        "t107"."orthodontic_acts",
        "t107"."global_medical_files",
        "t107"."capitations",
        "t107"."emergency_contacts",
        "t107"."nursing_home_days",
        "t107"."reimbursed_cents",
        "t107"."copayment_cents",
        "t107"."supplement_cents",
        "t107"."gp_providers",
        "t107"."most_seen_gp_contacts",
        "t107"."nursing_home_class",
        "t107"."is_in_care",
        "t107"."pharmacy_reimbursed_cents",
        "t107"."pharmacy_copayment_cents",
        "t107"."pharmacy_supplement_cents",
        "t107"."is_in_pharmacy",
        "t107"."has_disability",
        "t107"."has_dependency",
        "t107"."unemployment_days",
        "t107"."incapacity_days",
        "t107"."invalidity_days",
        "t107"."is_in_population",
        "t107"."classic_stays",
        "t107"."day_stays",
        "t107"."psychiatric_stays",
        "t107"."hospital_nights",
        "t71"."polypharmacy_substances",
        "t71"."is_polypharmacy",
        "t71"."is_excessive_polypharmacy",
        "t71"."other_person_id",
        "t71"."other_year"
      FROM (
        SELECT
          COALESCE("t105"."person_id", "t105"."other_person_id") AS "person_id",
          COALESCE("t105"."year", "t105"."other_year") AS "year",
          "t105"."dental_contacts",
          "t105"."physiotherapy_contacts",
          "t105"."speech_therapy_contacts",
          "t105"."laboratory_days",
          "t105"."imaging_days",
          "t105"."home_nursing_days",
          "t105"."specialist_contacts",
          "t105"."gp_contacts",
          "t105"."gp_home_visits",
          "t105"."gp_remote_contacts",
          "t105"."gp_out_of_hours_contacts",
          "t105"."psychiatrist_contacts",
          "t105"."nursing_toilet_days",
          "t105"."nursing_forfait_a_days",
          "t105"."nursing_forfait_b_days",
          "t105"."nursing_forfait_c_days",
          "t105"."palliative_days",
          "t105"."orthodontic_acts",
          "t105"."global_medical_files",
          "t105"."capitations",
          "t105"."emergency_contacts",
          "t105"."nursing_home_days",
          "t105"."reimbursed_cents",
          "t105"."copayment_cents",
          "t105"."supplement_cents",
          "t105"."gp_providers",
          "t105"."most_seen_gp_contacts",
          "t105"."nursing_home_class",
          "t105"."is_in_care",
          "t105"."pharmacy_reimbursed_cents",
          "t105"."pharmacy_copayment_cents",
          "t105"."pharmacy_supplement_cents",
          "t105"."is_in_pharmacy",
          "t105"."has_disability",
          "t105"."has_dependency",
          "t105"."unemployment_days",
          "t105"."incapacity_days",
          "t105"."invalidity_days",
          "t105"."is_in_population",
          "t105"."classic_stays",
          "t105"."day_stays",
          "t105"."psychiatric_stays",
          "t105"."hospital_nights"
        FROM (
          SELECT
            "t102"."person_id",
            "t102"."year",
            "t102"."dental_contacts",
            "t102"."physiotherapy_contacts",
            "t102"."speech_therapy_contacts",
            "t102"."laboratory_days",
            "t102"."imaging_days",
            "t102"."home_nursing_days",
            "t102"."specialist_contacts",
            "t102"."gp_contacts",
            "t102"."gp_home_visits",
            "t102"."gp_remote_contacts",
            "t102"."gp_out_of_hours_contacts",
            "t102"."psychiatrist_contacts",
            "t102"."nursing_toilet_days",
            "t102"."nursing_forfait_a_days",
            "t102"."nursing_forfait_b_days",
            "t102"."nursing_forfait_c_days",
            "t102"."palliative_days",
            "t102"."orthodontic_acts",
            "t102"."global_medical_files",
            "t102"."capitations",
            "t102"."emergency_contacts",
            "t102"."nursing_home_days",
            "t102"."reimbursed_cents",
            "t102"."copayment_cents",
            "t102"."supplement_cents",
            "t102"."gp_providers",
            "t102"."most_seen_gp_contacts",
            "t102"."nursing_home_class",
            "t102"."is_in_care",
            "t102"."pharmacy_reimbursed_cents",
            "t102"."pharmacy_copayment_cents",
            "t102"."pharmacy_supplement_cents",
            "t102"."is_in_pharmacy",
            "t102"."has_disability",
            "t102"."has_dependency",
            "t102"."unemployment_days",
            "t102"."incapacity_days",
            "t102"."invalidity_days",
            "t102"."is_in_population",
            "t52"."classic_stays",
            "t52"."day_stays",
            "t52"."psychiatric_stays",
            "t52"."hospital_nights",
            "t52"."other_person_id",
            "t52"."other_year"
          FROM (
            SELECT
              COALESCE("t98"."person_id", "t98"."other_person_id") AS "person_id",
              COALESCE("t98"."year", "t98"."other_year") AS "year",
              "t98"."dental_contacts",
              "t98"."physiotherapy_contacts",
              "t98"."speech_therapy_contacts",
              "t98"."laboratory_days",
              "t98"."imaging_days",
              "t98"."home_nursing_days",
              "t98"."specialist_contacts",
              "t98"."gp_contacts",
              "t98"."gp_home_visits",
              "t98"."gp_remote_contacts",
              "t98"."gp_out_of_hours_contacts",
              "t98"."psychiatrist_contacts",
              "t98"."nursing_toilet_days",
              "t98"."nursing_forfait_a_days",
              "t98"."nursing_forfait_b_days",
              "t98"."nursing_forfait_c_days",
              "t98"."palliative_days",
              "t98"."orthodontic_acts",
              "t98"."global_medical_files",
              "t98"."capitations",
              "t98"."emergency_contacts",
              "t98"."nursing_home_days",
              "t98"."reimbursed_cents",
              "t98"."copayment_cents",
              "t98"."supplement_cents",
              "t98"."gp_providers",
              "t98"."most_seen_gp_contacts",
              "t98"."nursing_home_class",
              "t98"."is_in_care",
              "t98"."pharmacy_reimbursed_cents",
              "t98"."pharmacy_copayment_cents",
              "t98"."pharmacy_supplement_cents",
              "t98"."is_in_pharmacy",
              "t98"."has_disability",
              "t98"."has_dependency",
              "t98"."unemployment_days",
              "t98"."incapacity_days",
              "t98"."invalidity_days",
              "t98"."is_in_population"
            FROM (
              SELECT
                "t94"."person_id",
                "t94"."year",
                "t94"."dental_contacts",
                "t94"."physiotherapy_contacts",
                "t94"."speech_therapy_contacts",
                "t94"."laboratory_days",
                "t94"."imaging_days",
                "t94"."home_nursing_days",
                "t94"."specialist_contacts",
                "t94"."gp_contacts",
                "t94"."gp_home_visits",
                "t94"."gp_remote_contacts",
                "t94"."gp_out_of_hours_contacts",
                "t94"."psychiatrist_contacts",
                "t94"."nursing_toilet_days",
                "t94"."nursing_forfait_a_days",
                "t94"."nursing_forfait_b_days",
                "t94"."nursing_forfait_c_days",
                "t94"."palliative_days",
                "t94"."orthodontic_acts",
                "t94"."global_medical_files",
                "t94"."capitations",
                "t94"."emergency_contacts",
                "t94"."nursing_home_days",
                "t94"."reimbursed_cents",
                "t94"."copayment_cents",
                "t94"."supplement_cents",
                "t94"."gp_providers",
                "t94"."most_seen_gp_contacts",
                "t94"."nursing_home_class",
                "t94"."is_in_care",
                "t94"."pharmacy_reimbursed_cents",
                "t94"."pharmacy_copayment_cents",
                "t94"."pharmacy_supplement_cents",
                "t94"."is_in_pharmacy",
                "t66"."has_disability",
                "t66"."has_dependency",
                "t66"."unemployment_days",
                "t66"."incapacity_days",
                "t66"."invalidity_days",
                "t66"."is_in_population",
                "t66"."other_person_id",
                "t66"."other_year"
              FROM (
                SELECT
                  COALESCE("t89"."person_id", "t89"."other_person_id") AS "person_id",
                  COALESCE("t89"."year", "t89"."other_year") AS "year",
                  "t89"."dental_contacts",
                  "t89"."physiotherapy_contacts",
                  "t89"."speech_therapy_contacts",
                  "t89"."laboratory_days",
                  "t89"."imaging_days",
                  "t89"."home_nursing_days",
                  "t89"."specialist_contacts",
                  "t89"."gp_contacts",
                  "t89"."gp_home_visits",
                  "t89"."gp_remote_contacts",
                  "t89"."gp_out_of_hours_contacts",
                  "t89"."psychiatrist_contacts",
                  "t89"."nursing_toilet_days",
                  "t89"."nursing_forfait_a_days",
                  "t89"."nursing_forfait_b_days",
                  "t89"."nursing_forfait_c_days",
                  "t89"."palliative_days",
                  "t89"."orthodontic_acts",
                  "t89"."global_medical_files",
                  "t89"."capitations",
                  "t89"."emergency_contacts",
                  "t89"."nursing_home_days",
                  "t89"."reimbursed_cents",
                  "t89"."copayment_cents",
                  "t89"."supplement_cents",
                  "t89"."gp_providers",
                  "t89"."most_seen_gp_contacts",
                  "t89"."nursing_home_class",
                  "t89"."is_in_care",
                  "t89"."pharmacy_reimbursed_cents",
                  "t89"."pharmacy_copayment_cents",
                  "t89"."pharmacy_supplement_cents",
                  "t89"."is_in_pharmacy"
                FROM (
                  SELECT
                    "t86"."person_id",
                    "t86"."year",
                    "t86"."dental_contacts",
                    "t86"."physiotherapy_contacts",
                    "t86"."speech_therapy_contacts",
                    "t86"."laboratory_days",
                    "t86"."imaging_days",
                    "t86"."home_nursing_days",
                    "t86"."specialist_contacts",
                    "t86"."gp_contacts",
                    "t86"."gp_home_visits",
                    "t86"."gp_remote_contacts",
                    "t86"."gp_out_of_hours_contacts",
                    "t86"."psychiatrist_contacts",
                    "t86"."nursing_toilet_days",
                    "t86"."nursing_forfait_a_days",
                    "t86"."nursing_forfait_b_days",
                    "t86"."nursing_forfait_c_days",
                    "t86"."palliative_days",
                    "t86"."orthodontic_acts",
                    "t86"."global_medical_files",
                    "t86"."capitations",
                    "t86"."emergency_contacts",
                    "t86"."nursing_home_days",
                    "t86"."reimbursed_cents",
                    "t86"."copayment_cents",
                    "t86"."supplement_cents",
                    "t86"."gp_providers",
                    "t86"."most_seen_gp_contacts",
                    "t86"."nursing_home_class",
                    "t86"."is_in_care",
                    "t59"."pharmacy_reimbursed_cents",
                    "t59"."pharmacy_copayment_cents",
                    "t59"."pharmacy_supplement_cents",
                    "t59"."is_in_pharmacy",
                    "t59"."other_person_id",
                    "t59"."other_year"
                  FROM (
                    SELECT
                      "t83"."person_id",
                      "t83"."year",
                      "t83"."dental_contacts",
                      "t83"."physiotherapy_contacts",
                      "t83"."speech_therapy_contacts",
                      "t83"."laboratory_days",
                      "t83"."imaging_days",
                      "t83"."home_nursing_days",
                      "t83"."specialist_contacts",
                      "t83"."gp_contacts",
                      "t83"."gp_home_visits",
                      "t83"."gp_remote_contacts",
                      "t83"."gp_out_of_hours_contacts",
                      "t83"."psychiatrist_contacts",
                      "t83"."nursing_toilet_days",
                      "t83"."nursing_forfait_a_days",
                      "t83"."nursing_forfait_b_days",
                      "t83"."nursing_forfait_c_days",
                      "t83"."palliative_days",
                      "t83"."orthodontic_acts",
                      "t83"."global_medical_files",
                      "t83"."capitations",
                      "t83"."emergency_contacts",
                      "t83"."nursing_home_days",
                      "t83"."reimbursed_cents",
                      "t83"."copayment_cents",
                      "t83"."supplement_cents",
                      "t83"."gp_providers",
                      "t83"."most_seen_gp_contacts",
                      "t83"."nursing_home_class",
                      TRUE AS "is_in_care"
                    FROM (
                      SELECT
                        "t82"."person_id",
                        "t82"."year",
                        CAST(CAST(COALESCE(SUM("t82"."dental_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "dental_contacts",
                        CAST(CAST(COALESCE(SUM("t82"."physiotherapy_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "physiotherapy_contacts",
                        CAST(CAST(COALESCE(SUM("t82"."speech_therapy_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "speech_therapy_contacts",
                        CAST(CAST(COALESCE(SUM("t82"."laboratory_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "laboratory_days",
                        CAST(CAST(COALESCE(SUM("t82"."imaging_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "imaging_days",
                        CAST(CAST(COALESCE(SUM("t82"."home_nursing_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "home_nursing_days",
                        CAST(CAST(COALESCE(SUM("t82"."specialist_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "specialist_contacts",
                        CAST(CAST(COALESCE(SUM("t82"."gp_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp_contacts",
                        CAST(CAST(COALESCE(SUM("t82"."gp_home_visits"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp_home_visits",
                        CAST(CAST(COALESCE(SUM("t82"."gp_remote_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp_remote_contacts",
                        CAST(CAST(COALESCE(SUM("t82"."gp_out_of_hours_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp_out_of_hours_contacts",
                        CAST(CAST(COALESCE(SUM("t82"."psychiatrist_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "psychiatrist_contacts",
                        CAST(CAST(COALESCE(SUM("t82"."nursing_toilet_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "nursing_toilet_days",
                        CAST(CAST(COALESCE(SUM("t82"."nursing_forfait_a_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "nursing_forfait_a_days",
                        CAST(CAST(COALESCE(SUM("t82"."nursing_forfait_b_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "nursing_forfait_b_days",
                        CAST(CAST(COALESCE(SUM("t82"."nursing_forfait_c_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "nursing_forfait_c_days",
                        CAST(CAST(COALESCE(SUM("t82"."palliative_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "palliative_days",
                        CAST(CAST(COALESCE(SUM("t82"."orthodontic_acts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "orthodontic_acts",
                        CAST(CAST(COALESCE(SUM("t82"."global_medical_files"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "global_medical_files",
                        CAST(CAST(COALESCE(SUM("t82"."capitations"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "capitations",
                        CAST(CAST(COALESCE(SUM("t82"."emergency_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "emergency_contacts",
                        CAST(CAST(COALESCE(SUM("t82"."nursing_home_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "nursing_home_days",
                        CAST(CAST(COALESCE(SUM("t82"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
                        CAST(CAST(COALESCE(SUM("t82"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
                        CAST(CAST(COALESCE(SUM("t82"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents",
                        COUNT(
                          CASE
                            WHEN (
                              NOT "t82"."gp_id" IS NULL
                            ) AND (
                              "t82"."gp_contacts" > 0
                            )
                            THEN 1
                            ELSE NULL
                          END
                        ) AS "gp_providers",
                        COALESCE(
                          MAX(
                            CASE
                              WHEN (
                                NOT "t82"."gp_id" IS NULL
                              ) AND (
                                "t82"."gp_contacts" > 0
                              )
                              THEN "t82"."gp_contacts"
                              ELSE NULL
                            END
                          ),
                          0
                        ) AS "most_seen_gp_contacts",
                        NULLIF(
                          SUBSTRING(
                            MAX("t82"."latest_home"),
                            CASE
                              WHEN (
                                11 + 1
                              ) >= 1
                              THEN 11 + 1
                              ELSE 11 + 1 + LENGTH(MAX("t82"."latest_home"))
                            END
                          ),
                          ''
                        ) AS "nursing_home_class"
                      FROM (
                        SELECT
                          "t78"."person_id",
                          "t78"."year",
                          "t78"."gp_id",
                          "t78"."dental_contacts",
                          "t78"."physiotherapy_contacts",
                          "t78"."speech_therapy_contacts",
                          "t78"."laboratory_days",
                          "t78"."imaging_days",
                          "t78"."home_nursing_days",
                          "t78"."specialist_contacts",
                          "t78"."gp_contacts",
                          "t78"."gp_home_visits",
                          "t78"."gp_remote_contacts",
                          "t78"."gp_out_of_hours_contacts",
                          "t78"."psychiatrist_contacts",
                          "t78"."nursing_toilet_days",
                          "t78"."nursing_forfait_a_days",
                          "t78"."nursing_forfait_b_days",
                          "t78"."nursing_forfait_c_days",
                          "t78"."palliative_days",
                          "t78"."orthodontic_acts",
                          "t78"."global_medical_files",
                          "t78"."capitations",
                          "t78"."emergency_days",
                          "t78"."nursing_home_days",
                          "t78"."latest_home",
                          "t78"."reimbursed_cents",
                          "t78"."copayment_cents",
                          "t78"."supplement_cents",
                          COALESCE(
                            ARRAY_LENGTH(
                              CASE
                                WHEN "t78"."emergency_days" IS NULL
                                THEN NULL
                                ELSE LIST_DISTINCT("t78"."emergency_days") + CASE
                                  WHEN LIST_BOOL_OR(LIST_APPLY("t78"."emergency_days", LAMBDA x : x IS NULL))
                                  THEN [NULL]
                                  ELSE []
                                END
                              END
                            ),
                            0
                          ) AS "emergency_contacts"
                        FROM (
                          SELECT
                            "t75"."person_id",
                            "t75"."year",
                            "t75"."gp_id",
                            COUNT(
                              CASE
                                WHEN (
                                  "t75"."quantity" > 0
                                ) AND (
                                  "t75"."family" = 'dental'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "dental_contacts",
                            COUNT(
                              CASE
                                WHEN (
                                  "t75"."quantity" > 0
                                ) AND (
                                  "t75"."family" = 'physiotherapy'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "physiotherapy_contacts",
                            COUNT(
                              CASE
                                WHEN (
                                  "t75"."quantity" > 0
                                ) AND (
                                  "t75"."family" = 'speech_therapy'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "speech_therapy_contacts",
                            COUNT(
                              CASE
                                WHEN (
                                  "t75"."quantity" > 0
                                ) AND (
                                  "t75"."family" = 'laboratory'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "laboratory_days",
                            COUNT(
                              CASE
                                WHEN (
                                  "t75"."quantity" > 0
                                ) AND (
                                  "t75"."family" = 'imaging'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "imaging_days",
                            COUNT(
                              CASE
                                WHEN (
                                  "t75"."quantity" > 0
                                ) AND (
                                  "t75"."family" = 'nursing'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "home_nursing_days",
                            COUNT(
                              CASE
                                WHEN (
                                  "t75"."quantity" > 0
                                ) AND (
                                  "t75"."family" = 'specialist'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "specialist_contacts",
                            COUNT(
                              CASE
                                WHEN (
                                  "t75"."quantity" > 0
                                ) AND (
                                  "t75"."family" = 'gp'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "gp_contacts",
                            COUNT(CASE WHEN "t75"."home_visit" > 0 THEN 1 ELSE NULL END) AS "gp_home_visits",
                            COUNT(CASE WHEN "t75"."remote" > 0 THEN 1 ELSE NULL END) AS "gp_remote_contacts",
                            COUNT(CASE WHEN "t75"."out_of_hours" > 0 THEN 1 ELSE NULL END) AS "gp_out_of_hours_contacts",
                            COUNT(CASE WHEN "t75"."psychiatrist" > 0 THEN 1 ELSE NULL END) AS "psychiatrist_contacts",
                            COUNT(CASE WHEN "t75"."toilet" > 0 THEN 1 ELSE NULL END) AS "nursing_toilet_days",
                            COUNT(CASE WHEN "t75"."forfait_a" > 0 THEN 1 ELSE NULL END) AS "nursing_forfait_a_days",
                            COUNT(CASE WHEN "t75"."forfait_b" > 0 THEN 1 ELSE NULL END) AS "nursing_forfait_b_days",
                            COUNT(CASE WHEN "t75"."forfait_c" > 0 THEN 1 ELSE NULL END) AS "nursing_forfait_c_days",
                            COUNT(CASE WHEN "t75"."palliative" > 0 THEN 1 ELSE NULL END) AS "palliative_days",
                            SUM(CASE WHEN "t75"."family" = 'orthodontics' THEN "t75"."quantity" ELSE NULL END) AS "orthodontic_acts",
                            SUM(CASE WHEN "t75"."family" = 'gmd' THEN "t75"."quantity" ELSE NULL END) AS "global_medical_files",
                            SUM(CASE WHEN "t75"."family" = 'medical_house' THEN "t75"."quantity" ELSE NULL END) AS "capitations",
                            ARRAY_AGG("t75"."day") FILTER(WHERE
                              NOT "t75"."day" IS NULL AND "t75"."emergency" > 0) AS "emergency_days",
                            SUM("t75"."billed_days") AS "nursing_home_days",
                            MAX(
                              CASE
                                WHEN "t75"."billed_days" > 0
                                THEN CAST("t75"."day" AS TEXT) || "t75"."home_class"
                                ELSE NULL
                              END
                            ) AS "latest_home",
                            SUM("t75"."reimbursed_cents") AS "reimbursed_cents",
                            SUM("t75"."copayment_cents") AS "copayment_cents",
                            SUM("t75"."supplement_cents") AS "supplement_cents"
                          FROM (
                            SELECT
                              "t73"."person_id",
                              "t73"."year",
                              "t73"."family",
                              "t73"."day",
                              "t73"."contact_id",
                              "t73"."home_class",
                              "t73"."quantity",
                              "t73"."billed_days",
                              "t73"."home_visit",
                              "t73"."remote",
                              "t73"."out_of_hours",
                              "t73"."psychiatrist",
                              "t73"."emergency",
                              "t73"."toilet",
                              "t73"."forfait_a",
                              "t73"."forfait_b",
                              "t73"."forfait_c",
                              "t73"."palliative",
                              "t73"."reimbursed_cents",
                              "t73"."copayment_cents",
                              "t73"."supplement_cents",
                              CASE WHEN "t73"."family" = 'gp' THEN "t73"."contact_id" ELSE CAST(NULL AS TEXT) END AS "gp_id"
                            FROM (
                              SELECT
                                "t70"."person_id",
                                "t70"."year",
                                "t70"."family",
                                "t70"."day",
                                "t70"."contact_id",
                                "t70"."home_class",
                                SUM("t70"."cases") AS "quantity",
                                SUM("t70"."home_days") AS "billed_days",
                                SUM(CASE WHEN "t70"."is_home_visit" THEN "t70"."cases" ELSE NULL END) AS "home_visit",
                                SUM(CASE WHEN "t70"."is_remote" THEN "t70"."cases" ELSE NULL END) AS "remote",
                                SUM(CASE WHEN "t70"."is_gp_out_of_hours" THEN "t70"."cases" ELSE NULL END) AS "out_of_hours",
                                SUM(CASE WHEN "t70"."is_psychiatrist_contact" THEN "t70"."cases" ELSE NULL END) AS "psychiatrist",
                                SUM(CASE WHEN "t70"."is_emergency_care" THEN "t70"."cases" ELSE NULL END) AS "emergency",
                                SUM(
                                  CASE
                                    WHEN (
                                      "t70"."family" = 'nursing'
                                    ) AND (
                                      "t70"."care_part" = 'toilet'
                                    )
                                    THEN "t70"."cases"
                                    ELSE NULL
                                  END
                                ) AS "toilet",
                                SUM(
                                  CASE
                                    WHEN (
                                      "t70"."family" = 'nursing'
                                    ) AND (
                                      "t70"."care_part" = 'forfait_a'
                                    )
                                    THEN "t70"."cases"
                                    ELSE NULL
                                  END
                                ) AS "forfait_a",
                                SUM(
                                  CASE
                                    WHEN (
                                      "t70"."family" = 'nursing'
                                    ) AND (
                                      "t70"."care_part" = 'forfait_b'
                                    )
                                    THEN "t70"."cases"
                                    ELSE NULL
                                  END
                                ) AS "forfait_b",
                                SUM(
                                  CASE
                                    WHEN (
                                      "t70"."family" = 'nursing'
                                    ) AND (
                                      "t70"."care_part" = 'forfait_c'
                                    )
                                    THEN "t70"."cases"
                                    ELSE NULL
                                  END
                                ) AS "forfait_c",
                                SUM(
                                  CASE
                                    WHEN (
                                      "t70"."family" = 'nursing'
                                    ) AND (
                                      "t70"."care_part" = 'palliative'
                                    )
                                    THEN "t70"."cases"
                                    ELSE NULL
                                  END
                                ) AS "palliative",
                                SUM("t70"."reimbursed_cents") AS "reimbursed_cents",
                                SUM("t70"."copayment_cents") AS "copayment_cents",
                                SUM("t70"."supplement_cents") AS "supplement_cents"
                              FROM (
                                SELECT
                                  "t61"."person_id",
                                  "t61"."year",
                                  "t61"."nomenclature_code",
                                  "t61"."service_day",
                                  "t61"."provider_id",
                                  "t61"."provider_qualification",
                                  "t61"."moment",
                                  "t61"."quantity",
                                  "t61"."days",
                                  "t61"."reimbursed_cents",
                                  "t61"."copayment_cents",
                                  "t61"."supplement_cents",
                                  "t61"."kind",
                                  "t61"."care_group",
                                  "t61"."care_part",
                                  "t61"."care_rank",
                                  "t61"."is_psychiatrist",
                                  "t61"."is_emergency",
                                  "t61"."is_out_of_hours",
                                  "t61"."family",
                                  "t61"."is_home_visit",
                                  "t61"."is_remote",
                                  "t61"."is_gp_out_of_hours",
                                  "t61"."is_psychiatrist_contact",
                                  "t61"."is_emergency_care",
                                  CASE
                                    WHEN "t61"."family" IN (
                                      'gp',
                                      'specialist',
                                      'nursing',
                                      'nursing_home',
                                      'dental',
                                      'physiotherapy',
                                      'speech_therapy',
                                      'laboratory',
                                      'imaging'
                                    )
                                    OR "t61"."is_emergency_care"
                                    THEN "t61"."service_day"
                                    ELSE CAST(NULL AS DATE)
                                  END AS "day",
                                  CASE
                                    WHEN "t61"."family" IN ('gp', 'specialist')
                                    THEN "t61"."provider_id"
                                    ELSE CAST(NULL AS TEXT)
                                  END AS "contact_id",
                                  CASE
                                    WHEN "t61"."family" = 'nursing_home'
                                    THEN "t61"."care_rank" || "t61"."care_part"
                                    ELSE CAST(NULL AS TEXT)
                                  END AS "home_class",
                                  CASE
                                    WHEN "t61"."family" = 'nursing_home'
                                    THEN "t61"."days"
                                    ELSE CAST(NULL AS BIGINT)
                                  END AS "home_days",
                                  CAST("t61"."quantity" AS INT) AS "cases"
                                FROM (
                                  SELECT
                                    "t53"."person_id",
                                    "t53"."year",
                                    "t53"."nomenclature_code",
                                    "t53"."service_day",
                                    "t53"."provider_id",
                                    "t53"."provider_qualification",
                                    "t53"."moment",
                                    "t53"."quantity",
                                    "t53"."days",
                                    "t53"."reimbursed_cents",
                                    "t53"."copayment_cents",
                                    "t53"."supplement_cents",
                                    "t53"."kind",
                                    "t53"."care_group",
                                    "t53"."care_part",
                                    "t53"."care_rank",
                                    "t53"."is_psychiatrist",
                                    "t53"."is_emergency",
                                    "t53"."is_out_of_hours",
                                    COALESCE(
                                      CASE "t53"."kind"
                                        WHEN 'gp_contact'
                                        THEN 'gp'
                                        WHEN 'specialist_contact'
                                        THEN 'specialist'
                                        WHEN 'psychiatrist_contact'
                                        THEN 'specialist'
                                        WHEN 'gmd'
                                        THEN 'gmd'
                                        ELSE NULL
                                      END,
                                      "t53"."care_group"
                                    ) AS "family",
                                    COALESCE(
                                      COALESCE(
                                        CASE "t53"."kind"
                                          WHEN 'gp_contact'
                                          THEN 'gp'
                                          WHEN 'specialist_contact'
                                          THEN 'specialist'
                                          WHEN 'psychiatrist_contact'
                                          THEN 'specialist'
                                          WHEN 'gmd'
                                          THEN 'gmd'
                                          ELSE NULL
                                        END,
                                        "t53"."care_group"
                                      ) = 'gp',
                                      FALSE
                                    )
                                    AND (
                                      "t53"."care_group" = 'gp_home_visit'
                                    ) AS "is_home_visit",
                                    COALESCE(
                                      COALESCE(
                                        CASE "t53"."kind"
                                          WHEN 'gp_contact'
                                          THEN 'gp'
                                          WHEN 'specialist_contact'
                                          THEN 'specialist'
                                          WHEN 'psychiatrist_contact'
                                          THEN 'specialist'
                                          WHEN 'gmd'
                                          THEN 'gmd'
                                          ELSE NULL
                                        END,
                                        "t53"."care_group"
                                      ) = 'gp',
                                      FALSE
                                    )
                                    AND (
                                      "t53"."care_group" = 'gp_remote'
                                    ) AS "is_remote",
                                    COALESCE(
                                      COALESCE(
                                        CASE "t53"."kind"
                                          WHEN 'gp_contact'
                                          THEN 'gp'
                                          WHEN 'specialist_contact'
                                          THEN 'specialist'
                                          WHEN 'psychiatrist_contact'
                                          THEN 'specialist'
                                          WHEN 'gmd'
                                          THEN 'gmd'
                                          ELSE NULL
                                        END,
                                        "t53"."care_group"
                                      ) = 'gp',
                                      FALSE
                                    )
                                    AND "t53"."is_out_of_hours" AS "is_gp_out_of_hours",
                                    COALESCE(
                                      COALESCE(
                                        CASE "t53"."kind"
                                          WHEN 'gp_contact'
                                          THEN 'gp'
                                          WHEN 'specialist_contact'
                                          THEN 'specialist'
                                          WHEN 'psychiatrist_contact'
                                          THEN 'specialist'
                                          WHEN 'gmd'
                                          THEN 'gmd'
                                          ELSE NULL
                                        END,
                                        "t53"."care_group"
                                      ) = 'specialist',
                                      FALSE
                                    )
                                    AND (
                                      (
                                        "t53"."kind" = 'psychiatrist_contact'
                                      )
                                      OR COALESCE("t53"."is_psychiatrist", FALSE)
                                    ) AS "is_psychiatrist_contact",
                                    COALESCE("t53"."is_emergency", FALSE)
                                    AND NOT (
                                      COALESCE(
                                        COALESCE(
                                          CASE "t53"."kind"
                                            WHEN 'gp_contact'
                                            THEN 'gp'
                                            WHEN 'specialist_contact'
                                            THEN 'specialist'
                                            WHEN 'psychiatrist_contact'
                                            THEN 'specialist'
                                            WHEN 'gmd'
                                            THEN 'gmd'
                                            ELSE NULL
                                          END,
                                          "t53"."care_group"
                                        ) = 'gp',
                                        FALSE
                                      )
                                    ) AS "is_emergency_care"
                                  FROM (
                                    SELECT
                                      "t46"."person_id",
                                      "t46"."year",
                                      "t46"."nomenclature_code",
                                      "t46"."service_day",
                                      "t46"."provider_id",
                                      "t46"."provider_qualification",
                                      "t46"."moment",
                                      "t46"."quantity",
                                      "t46"."days",
                                      "t46"."reimbursed_cents",
                                      "t46"."copayment_cents",
                                      "t46"."supplement_cents",
                                      "t33"."kind",
                                      "t34"."care_group",
                                      "t34"."care_part",
                                      "t34"."care_rank",
                                      "t35"."is_psychiatrist",
                                      "t35"."is_emergency",
                                      "t36"."is_out_of_hours"
                                    FROM (
                                      SELECT
                                        "t10"."person_id",
                                        EXTRACT(YEAR FROM "t10"."service_day") AS "year",
                                        "t10"."nomenclature_code",
                                        "t10"."service_day",
                                        "t10"."provider_id",
                                        "t10"."provider_qualification",
                                        "t10"."moment",
                                        "t10"."quantity",
                                        "t10"."days",
                                        "t10"."reimbursed_cents",
                                        "t10"."copayment_cents",
                                        "t10"."supplement_cents"
                                      FROM "core_care_line_net" AS "t10"
                                      WHERE
                                        EXTRACT(YEAR FROM "t10"."service_day") BETWEEN 2022 AND 2023
                                        AND (
                                          (
                                            (
                                              "t10"."booking_month" - (
                                                "t10"."booking_month" % 100
                                              )
                                            ) - (
                                              EXTRACT(YEAR FROM "t10"."service_day") * 100
                                            )
                                          ) * 12
                                        ) <= (
                                          (
                                            24 - (
                                              "t10"."booking_month" % 100
                                            )
                                          ) * 100
                                        )
                                    ) AS "t46"
                                    LEFT OUTER JOIN (
                                      SELECT
                                        "t11"."code",
                                        "t11"."kind",
                                        COALESCE("t11"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                        COALESCE("t11"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                      FROM "reference_nomenclature" AS "t11"
                                      WHERE
                                        "t11"."kind" IN ('gp_contact', 'specialist_contact', 'psychiatrist_contact', 'gmd')
                                    ) AS "t33"
                                      ON "t46"."nomenclature_code" = "t33"."code"
                                      AND "t46"."service_day" >= "t33"."first_day"
                                      AND "t46"."service_day" <= "t33"."last_day"
                                    LEFT OUTER JOIN (
                                      SELECT
                                        "t12"."code",
                                        "t12"."care_group",
                                        "t12"."care_part",
                                        "t12"."care_rank",
                                        COALESCE("t12"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                        COALESCE("t12"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                      FROM "reference_care_group" AS "t12"
                                    ) AS "t34"
                                      ON "t46"."nomenclature_code" = "t34"."code"
                                      AND "t46"."service_day" >= "t34"."first_day"
                                      AND "t46"."service_day" <= "t34"."last_day"
                                    LEFT OUTER JOIN (
                                      SELECT
                                        "t13"."code",
                                        "t13"."is_psychiatrist",
                                        "t13"."is_emergency",
                                        COALESCE("t13"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                        COALESCE("t13"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                      FROM "reference_qualification" AS "t13"
                                      WHERE
                                        "t13"."is_psychiatrist" OR "t13"."is_emergency"
                                    ) AS "t35"
                                      ON "t46"."provider_qualification" = "t35"."code"
                                      AND "t46"."service_day" >= "t35"."first_day"
                                      AND "t46"."service_day" <= "t35"."last_day"
                                    LEFT OUTER JOIN (
                                      SELECT
                                        "t14"."code",
                                        "t14"."is_out_of_hours",
                                        COALESCE("t14"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                        COALESCE("t14"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                      FROM "reference_moment" AS "t14"
                                      WHERE
                                        "t14"."is_out_of_hours"
                                    ) AS "t36"
                                      ON "t46"."moment" = "t36"."code"
                                      AND "t46"."service_day" >= "t36"."first_day"
                                      AND "t46"."service_day" <= "t36"."last_day"
                                  ) AS "t53"
                                ) AS "t61"
                              ) AS "t70"
                              GROUP BY
                                1,
                                2,
                                3,
                                4,
                                5,
                                6
                            ) AS "t73"
                          ) AS "t75"
                          GROUP BY
                            1,
                            2,
                            3
                        ) AS "t78"
                      ) AS "t82"
                      GROUP BY
                        1,
                        2
                    ) AS "t83"
                  ) AS "t86"
                  FULL OUTER JOIN (
                    SELECT
                      "t55"."pharmacy_reimbursed_cents",
                      "t55"."pharmacy_copayment_cents",
                      "t55"."pharmacy_supplement_cents",
                      TRUE AS "is_in_pharmacy",
                      "t55"."person_id" AS "other_person_id",
                      "t55"."year" AS "other_year"
                    FROM (
                      SELECT
                        "t43"."person_id",
                        "t43"."year",
                        CAST(CAST(COALESCE(SUM("t43"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_reimbursed_cents",
                        CAST(CAST(COALESCE(SUM("t43"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_copayment_cents",
                        CAST(CAST(COALESCE(SUM("t43"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_supplement_cents"
                      FROM (
                        SELECT
                          "t7"."person_id",
                          EXTRACT(YEAR FROM "t7"."service_day") AS "year",
                          "t7"."reimbursed_cents",
                          "t7"."copayment_cents",
                          "t7"."supplement_cents"
                        FROM "core_dispensing_net" AS "t7"
                        WHERE
                          EXTRACT(YEAR FROM "t7"."service_day") BETWEEN 2022 AND 2023
                          AND (
                            (
                              (
                                "t7"."booking_month" - (
                                  "t7"."booking_month" % 100
                                )
                              ) - (
                                EXTRACT(YEAR FROM "t7"."service_day") * 100
                              )
                            ) * 12
                          ) <= (
                            (
                              24 - (
                                "t7"."booking_month" % 100
                              )
                            ) * 100
                          )
                      ) AS "t43"
                      GROUP BY
                        1,
                        2
                    ) AS "t55"
                  ) AS "t59"
                    ON "t86"."person_id" = "t59"."other_person_id" AND "t86"."year" = "t59"."other_year"
                ) AS "t89"
              ) AS "t94"
              FULL OUTER JOIN (
                SELECT
                  (
                    NOT "t48"."status" IS NULL
                  )
                  OR COALESCE("t48"."is_recognised", FALSE)
                  OR (
                    COALESCE("t48"."has_increased_child_allowance", FALSE)
                    OR COALESCE("t48"."has_integration_allowance", FALSE)
                    OR COALESCE("t48"."has_elderly_allowance", FALSE)
                    OR COALESCE("t48"."has_disability_allowance", FALSE)
                  ) AS "has_disability",
                  COALESCE("t48"."has_nursing_b", FALSE)
                  OR COALESCE("t48"."has_nursing_c", FALSE)
                  OR COALESCE("t48"."has_physiotherapy_e", FALSE)
                  OR COALESCE("t48"."has_increased_child_allowance", FALSE)
                  OR COALESCE("t48"."has_integration_allowance", FALSE)
                  OR COALESCE("t48"."has_elderly_allowance", FALSE)
                  OR COALESCE("t48"."has_third_party_help_old_1", FALSE)
                  OR COALESCE("t48"."has_third_party_help_old_2", FALSE)
                  OR COALESCE("t48"."has_third_party_help", FALSE)
                  OR COALESCE("t48"."has_120_hospital_days", FALSE)
                  OR COALESCE("t48"."has_6_admissions", FALSE) AS "has_dependency",
                  CAST(COALESCE("t48"."unemployment_days", 0) AS BIGINT) AS "unemployment_days",
                  CAST(COALESCE("t48"."incapacity_days", 0) AS BIGINT) AS "incapacity_days",
                  CAST(COALESCE("t48"."invalidity_days", 0) AS BIGINT) AS "invalidity_days",
                  TRUE AS "is_in_population",
                  "t48"."person_id" AS "other_person_id",
                  "t48"."year" AS "other_year"
                FROM "t45" AS "t48"
              ) AS "t66"
                ON "t94"."person_id" = "t66"."other_person_id" AND "t94"."year" = "t66"."other_year"
            ) AS "t98"
          ) AS "t102"
          FULL OUTER JOIN (
            SELECT
              "t47"."classic_stays",
              "t47"."day_stays",
              "t47"."psychiatric_stays",
              "t47"."hospital_nights",
              "t47"."person_id" AS "other_person_id",
              "t47"."year" AS "other_year"
            FROM (
              SELECT
                "t17"."person_id",
                "t17"."year",
                COUNT(CASE WHEN "t17"."stay_kind" = 'classic' THEN 1 ELSE NULL END) AS "classic_stays",
                COUNT(CASE WHEN NOT (
                  "t17"."stay_kind" = 'classic'
                ) THEN 1 ELSE NULL END) AS "day_stays",
                COUNT(
                  CASE
                    WHEN (
                      "t17"."stay_kind" = 'classic'
                    ) AND "t17"."is_psychiatric"
                    THEN 1
                    ELSE NULL
                  END
                ) AS "psychiatric_stays",
                CAST(CAST(COALESCE(SUM("t17"."nights"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "hospital_nights"
              FROM (
                SELECT
                  *
                FROM "derived_stay" AS "t0"
                WHERE
                  "t0"."year" BETWEEN 2022 AND 2023
              ) AS "t17"
              GROUP BY
                1,
                2
            ) AS "t47"
          ) AS "t52"
            ON "t102"."person_id" = "t52"."other_person_id"
            AND "t102"."year" = "t52"."other_year"
        ) AS "t105"
      ) AS "t107"
      FULL OUTER JOIN (
        SELECT
          "t63"."polypharmacy_substances",
          "t63"."polypharmacy_substances" >= "t63"."least" AS "is_polypharmacy",
          "t63"."very" >= "t63"."least_very" AS "is_excessive_polypharmacy",
          "t63"."person_id" AS "other_person_id",
          "t63"."year" AS "other_year"
        FROM (
          SELECT
            "t60"."person_id",
            "t60"."year",
            COUNT(
              CASE WHEN "t60"."ddd_thousandths" >= "t60"."polypharmacy_ddd" THEN 1 ELSE NULL END
            ) AS "polypharmacy_substances",
            COUNT(
              CASE
                WHEN "t60"."ddd_thousandths" >= "t60"."excessive_polypharmacy_ddd"
                THEN 1
                ELSE NULL
              END
            ) AS "very",
            MAX("t60"."polypharmacy_least") AS "least",
            MAX("t60"."excessive_polypharmacy_least") AS "least_very"
          FROM (
            SELECT
              "t56"."person_id",
              "t56"."year",
              "t56"."atc_code",
              "t56"."ddd_thousandths",
              "t37"."polypharmacy_ddd",
              "t37"."polypharmacy_least",
              "t38"."excessive_polypharmacy_ddd",
              "t38"."excessive_polypharmacy_least"
            FROM (
              SELECT
                "t42"."person_id",
                "t42"."year",
                "t42"."atc_code",
                CAST(CAST(COALESCE(SUM("t42"."ddd_thousandths"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd_thousandths"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t2"."person_id",
                      "t2"."year",
                      "t2"."atc_code",
                      "t2"."ddd_thousandths"
                    FROM "derived_person_year_drug" AS "t2"
                  ) AS "t15"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t3"."person_id",
                      "t3"."year",
                      "t3"."atc_code",
                      "t3"."ddd_thousandths"
                    FROM "derived_person_year_hospital_drug" AS "t3"
                  ) AS "t16"
                ) AS "t18"
                WHERE
                  "t18"."year" BETWEEN 2022 AND 2023 AND LENGTH("t18"."atc_code") = 7
              ) AS "t42"
              GROUP BY
                1,
                2,
                3
            ) AS "t56"
            INNER JOIN (
              SELECT
                "t1"."least_ddd_thousandths" AS "polypharmacy_ddd",
                CAST("t1"."least_substances" AS BIGINT) AS "polypharmacy_least",
                EXTRACT(YEAR FROM COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1))) AS "first_year",
                EXTRACT(YEAR FROM COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31))) AS "last_year"
              FROM "reference_medicine_group" AS "t1"
              WHERE
                "t1"."code" = 'polypharmacy'
            ) AS "t37"
              ON "t56"."year" >= "t37"."first_year" AND "t56"."year" <= "t37"."last_year"
            INNER JOIN (
              SELECT
                "t1"."least_ddd_thousandths" AS "excessive_polypharmacy_ddd",
                CAST("t1"."least_substances" AS BIGINT) AS "excessive_polypharmacy_least",
                EXTRACT(YEAR FROM COALESCE("t1"."valid_from", MAKE_DATE(1900, 1, 1))) AS "first_year",
                EXTRACT(YEAR FROM COALESCE("t1"."valid_to", MAKE_DATE(9999, 12, 31))) AS "last_year"
              FROM "reference_medicine_group" AS "t1"
              WHERE
                "t1"."code" = 'excessive_polypharmacy'
            ) AS "t38"
              ON "t56"."year" >= "t38"."first_year" AND "t56"."year" <= "t38"."last_year"
          ) AS "t60"
          GROUP BY
            1,
            2
        ) AS "t63"
      ) AS "t71"
        ON "t107"."person_id" = "t71"."other_person_id"
        AND "t107"."year" = "t71"."other_year"
    ) AS "t108"
  ) AS "t110"
  LEFT OUTER JOIN (
    SELECT
      "t101"."person_id",
      "t101"."year",
      "t101"."forfait" = 1 AS "has_chronic_forfait",
      "t101"."status" = 1 AS "has_chronic_status"
    FROM (
      SELECT
        "t99"."person_id",
        "t99"."year",
        MAX("t99"."forfait") AS "forfait",
        MAX("t99"."status") AS "status"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t79"."person_id",
            "t79"."year",
            1 AS "forfait",
            0 AS "status"
          FROM "t77" AS "t79"
          WHERE
            "t79"."has_forfait"
        ) AS "t80"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t96"."person_id",
            "t96"."year",
            0 AS "forfait",
            1 AS "status"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t88"."person_id",
                CAST(CAST("t88"."year" AS BIGINT) + 1 AS INT) AS "year"
              FROM "t87" AS "t88"
              WHERE
                "t88"."last_missing" <= (
                  "t88"."last_grant" + 1
                )
            ) AS "t91"
            UNION
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t88"."person_id",
                  CAST(CAST("t88"."year" AS BIGINT) + 1 AS INT) AS "year"
                FROM "t87" AS "t88"
                WHERE
                  NOT "t88"."grant_year" IS NULL
              ) AS "t92"
              UNION
              SELECT
                *
              FROM (
                SELECT
                  "t88"."person_id",
                  CAST(CAST("t88"."year" AS BIGINT) + 2 AS INT) AS "year"
                FROM "t87" AS "t88"
                WHERE
                  NOT "t88"."grant_year" IS NULL
              ) AS "t93"
            ) AS "t95"
          ) AS "t96"
        ) AS "t97"
      ) AS "t99"
      GROUP BY
        1,
        2
    ) AS "t101"
  ) AS "t104"
    ON "t110"."person_id" = "t104"."person_id" AND "t110"."year" = "t104"."year"
) AS "t111"
