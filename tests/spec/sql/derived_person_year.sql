WITH "t46" AS (
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
), "t78" AS (
  SELECT
    "t76"."person_id",
    "t76"."year",
    "t76"."is_dear",
    "t76"."before_is_dear" AS "was_dear",
    "t76"."is_shared"
    AND "t76"."before_is_shared"
    AND COALESCE("t70"."has_dependency", FALSE) AS "has_forfait"
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
          "t58"."person_id",
          "t58"."year",
          COUNT(
            CASE
              WHEN (
                "t58"."reimbursed" + "t58"."copayment"
              ) >= "t58"."status_quarter"
              THEN 1
              ELSE NULL
            END
          ) AS "dear",
          CAST(CAST(COALESCE(SUM("t58"."copayment"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment",
          MAX("t58"."forfait_copayment") AS "least"
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
        ) AS "t58"
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
      FROM "t46" AS "t48"
    ) AS "t65"
    WHERE
      "t65"."has_dependency"
  ) AS "t70"
    ON "t76"."person_id" = "t70"."person_id" AND "t76"."year" = "t70"."year"
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
      FROM "t78" AS "t79"
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
    "t105"."has_chronic_forfait",
    "t105"."has_chronic_status"
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
          COALESCE("t104"."person_id", "t104"."other_person_id") AS "person_id",
          COALESCE("t104"."year", "t104"."other_year") AS "year",
          "t104"."dental_contacts",
          "t104"."physiotherapy_contacts",
          "t104"."speech_therapy_contacts",
          "t104"."laboratory_days",
          "t104"."imaging_days",
          "t104"."home_nursing_days",
          "t104"."specialist_contacts",
          "t104"."gp_contacts",
          "t104"."gp_home_visits",
          "t104"."gp_remote_contacts",
          "t104"."gp_out_of_hours_contacts",
          "t104"."psychiatrist_contacts",
          "t104"."nursing_toilet_days",
          "t104"."nursing_forfait_a_days",
          "t104"."nursing_forfait_b_days",
          "t104"."nursing_forfait_c_days",
          "t104"."palliative_days",
          "t104"."orthodontic_acts",
          "t104"."global_medical_files",
          "t104"."capitations",
          "t104"."emergency_contacts",
          "t104"."nursing_home_days",
          "t104"."reimbursed_cents",
          "t104"."copayment_cents",
          "t104"."supplement_cents",
          "t104"."gp_providers",
          "t104"."most_seen_gp_contacts",
          "t104"."nursing_home_class",
          "t104"."is_in_care",
          "t104"."pharmacy_reimbursed_cents",
          "t104"."pharmacy_copayment_cents",
          "t104"."pharmacy_supplement_cents",
          "t104"."is_in_pharmacy",
          "t104"."has_disability",
          "t104"."has_dependency",
          "t104"."unemployment_days",
          "t104"."incapacity_days",
          "t104"."invalidity_days",
          "t104"."is_in_population",
          "t104"."classic_stays",
          "t104"."day_stays",
          "t104"."psychiatric_stays",
          "t104"."hospital_nights"
        FROM (
          SELECT
            "t101"."person_id",
            "t101"."year",
            "t101"."dental_contacts",
            "t101"."physiotherapy_contacts",
            "t101"."speech_therapy_contacts",
            "t101"."laboratory_days",
            "t101"."imaging_days",
            "t101"."home_nursing_days",
            "t101"."specialist_contacts",
            "t101"."gp_contacts",
            "t101"."gp_home_visits",
            "t101"."gp_remote_contacts",
            "t101"."gp_out_of_hours_contacts",
            "t101"."psychiatrist_contacts",
            "t101"."nursing_toilet_days",
            "t101"."nursing_forfait_a_days",
            "t101"."nursing_forfait_b_days",
            "t101"."nursing_forfait_c_days",
            "t101"."palliative_days",
            "t101"."orthodontic_acts",
            "t101"."global_medical_files",
            "t101"."capitations",
            "t101"."emergency_contacts",
            "t101"."nursing_home_days",
            "t101"."reimbursed_cents",
            "t101"."copayment_cents",
            "t101"."supplement_cents",
            "t101"."gp_providers",
            "t101"."most_seen_gp_contacts",
            "t101"."nursing_home_class",
            "t101"."is_in_care",
            "t101"."pharmacy_reimbursed_cents",
            "t101"."pharmacy_copayment_cents",
            "t101"."pharmacy_supplement_cents",
            "t101"."is_in_pharmacy",
            "t101"."has_disability",
            "t101"."has_dependency",
            "t101"."unemployment_days",
            "t101"."incapacity_days",
            "t101"."invalidity_days",
            "t101"."is_in_population",
            "t53"."classic_stays",
            "t53"."day_stays",
            "t53"."psychiatric_stays",
            "t53"."hospital_nights",
            "t53"."other_person_id",
            "t53"."other_year"
          FROM (
            SELECT
              COALESCE("t97"."person_id", "t97"."other_person_id") AS "person_id",
              COALESCE("t97"."year", "t97"."other_year") AS "year",
              "t97"."dental_contacts",
              "t97"."physiotherapy_contacts",
              "t97"."speech_therapy_contacts",
              "t97"."laboratory_days",
              "t97"."imaging_days",
              "t97"."home_nursing_days",
              "t97"."specialist_contacts",
              "t97"."gp_contacts",
              "t97"."gp_home_visits",
              "t97"."gp_remote_contacts",
              "t97"."gp_out_of_hours_contacts",
              "t97"."psychiatrist_contacts",
              "t97"."nursing_toilet_days",
              "t97"."nursing_forfait_a_days",
              "t97"."nursing_forfait_b_days",
              "t97"."nursing_forfait_c_days",
              "t97"."palliative_days",
              "t97"."orthodontic_acts",
              "t97"."global_medical_files",
              "t97"."capitations",
              "t97"."emergency_contacts",
              "t97"."nursing_home_days",
              "t97"."reimbursed_cents",
              "t97"."copayment_cents",
              "t97"."supplement_cents",
              "t97"."gp_providers",
              "t97"."most_seen_gp_contacts",
              "t97"."nursing_home_class",
              "t97"."is_in_care",
              "t97"."pharmacy_reimbursed_cents",
              "t97"."pharmacy_copayment_cents",
              "t97"."pharmacy_supplement_cents",
              "t97"."is_in_pharmacy",
              "t97"."has_disability",
              "t97"."has_dependency",
              "t97"."unemployment_days",
              "t97"."incapacity_days",
              "t97"."invalidity_days",
              "t97"."is_in_population"
            FROM (
              SELECT
                "t91"."person_id",
                "t91"."year",
                "t91"."dental_contacts",
                "t91"."physiotherapy_contacts",
                "t91"."speech_therapy_contacts",
                "t91"."laboratory_days",
                "t91"."imaging_days",
                "t91"."home_nursing_days",
                "t91"."specialist_contacts",
                "t91"."gp_contacts",
                "t91"."gp_home_visits",
                "t91"."gp_remote_contacts",
                "t91"."gp_out_of_hours_contacts",
                "t91"."psychiatrist_contacts",
                "t91"."nursing_toilet_days",
                "t91"."nursing_forfait_a_days",
                "t91"."nursing_forfait_b_days",
                "t91"."nursing_forfait_c_days",
                "t91"."palliative_days",
                "t91"."orthodontic_acts",
                "t91"."global_medical_files",
                "t91"."capitations",
                "t91"."emergency_contacts",
                "t91"."nursing_home_days",
                "t91"."reimbursed_cents",
                "t91"."copayment_cents",
                "t91"."supplement_cents",
                "t91"."gp_providers",
                "t91"."most_seen_gp_contacts",
                "t91"."nursing_home_class",
                "t91"."is_in_care",
                "t91"."pharmacy_reimbursed_cents",
                "t91"."pharmacy_copayment_cents",
                "t91"."pharmacy_supplement_cents",
                "t91"."is_in_pharmacy",
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
                          "t77"."person_id",
                          "t77"."year",
                          "t77"."gp_id",
                          "t77"."dental_contacts",
                          "t77"."physiotherapy_contacts",
                          "t77"."speech_therapy_contacts",
                          "t77"."laboratory_days",
                          "t77"."imaging_days",
                          "t77"."home_nursing_days",
                          "t77"."specialist_contacts",
                          "t77"."gp_contacts",
                          "t77"."gp_home_visits",
                          "t77"."gp_remote_contacts",
                          "t77"."gp_out_of_hours_contacts",
                          "t77"."psychiatrist_contacts",
                          "t77"."nursing_toilet_days",
                          "t77"."nursing_forfait_a_days",
                          "t77"."nursing_forfait_b_days",
                          "t77"."nursing_forfait_c_days",
                          "t77"."palliative_days",
                          "t77"."orthodontic_acts",
                          "t77"."global_medical_files",
                          "t77"."capitations",
                          "t77"."emergency_days",
                          "t77"."nursing_home_days",
                          "t77"."latest_home",
                          "t77"."reimbursed_cents",
                          "t77"."copayment_cents",
                          "t77"."supplement_cents",
                          COALESCE(
                            ARRAY_LENGTH(
                              CASE
                                WHEN "t77"."emergency_days" IS NULL
                                THEN NULL
                                ELSE LIST_DISTINCT("t77"."emergency_days") + CASE
                                  WHEN LIST_BOOL_OR(LIST_APPLY("t77"."emergency_days", LAMBDA x : x IS NULL))
                                  THEN [NULL]
                                  ELSE []
                                END
                              END
                            ),
                            0
                          ) AS "emergency_contacts"
                        FROM (
                          SELECT
                            "t74"."person_id",
                            "t74"."year",
                            "t74"."gp_id",
                            COUNT(
                              CASE
                                WHEN (
                                  "t74"."quantity" > 0
                                ) AND (
                                  "t74"."family" = 'dental'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "dental_contacts",
                            COUNT(
                              CASE
                                WHEN (
                                  "t74"."quantity" > 0
                                ) AND (
                                  "t74"."family" = 'physiotherapy'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "physiotherapy_contacts",
                            COUNT(
                              CASE
                                WHEN (
                                  "t74"."quantity" > 0
                                ) AND (
                                  "t74"."family" = 'speech_therapy'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "speech_therapy_contacts",
                            COUNT(
                              CASE
                                WHEN (
                                  "t74"."quantity" > 0
                                ) AND (
                                  "t74"."family" = 'laboratory'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "laboratory_days",
                            COUNT(
                              CASE
                                WHEN (
                                  "t74"."quantity" > 0
                                ) AND (
                                  "t74"."family" = 'imaging'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "imaging_days",
                            COUNT(
                              CASE
                                WHEN (
                                  "t74"."quantity" > 0
                                ) AND (
                                  "t74"."family" = 'nursing'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "home_nursing_days",
                            COUNT(
                              CASE
                                WHEN (
                                  "t74"."quantity" > 0
                                ) AND (
                                  "t74"."family" = 'specialist'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "specialist_contacts",
                            COUNT(
                              CASE
                                WHEN (
                                  "t74"."quantity" > 0
                                ) AND (
                                  "t74"."family" = 'gp'
                                )
                                THEN 1
                                ELSE NULL
                              END
                            ) AS "gp_contacts",
                            COUNT(CASE WHEN "t74"."home_visit" > 0 THEN 1 ELSE NULL END) AS "gp_home_visits",
                            COUNT(CASE WHEN "t74"."remote" > 0 THEN 1 ELSE NULL END) AS "gp_remote_contacts",
                            COUNT(CASE WHEN "t74"."out_of_hours" > 0 THEN 1 ELSE NULL END) AS "gp_out_of_hours_contacts",
                            COUNT(CASE WHEN "t74"."psychiatrist" > 0 THEN 1 ELSE NULL END) AS "psychiatrist_contacts",
                            COUNT(CASE WHEN "t74"."toilet" > 0 THEN 1 ELSE NULL END) AS "nursing_toilet_days",
                            COUNT(CASE WHEN "t74"."forfait_a" > 0 THEN 1 ELSE NULL END) AS "nursing_forfait_a_days",
                            COUNT(CASE WHEN "t74"."forfait_b" > 0 THEN 1 ELSE NULL END) AS "nursing_forfait_b_days",
                            COUNT(CASE WHEN "t74"."forfait_c" > 0 THEN 1 ELSE NULL END) AS "nursing_forfait_c_days",
                            COUNT(CASE WHEN "t74"."palliative" > 0 THEN 1 ELSE NULL END) AS "palliative_days",
                            SUM(CASE WHEN "t74"."family" = 'orthodontics' THEN "t74"."quantity" ELSE NULL END) AS "orthodontic_acts",
                            SUM(CASE WHEN "t74"."family" = 'gmd' THEN "t74"."quantity" ELSE NULL END) AS "global_medical_files",
                            SUM(CASE WHEN "t74"."family" = 'medical_house' THEN "t74"."quantity" ELSE NULL END) AS "capitations",
                            ARRAY_AGG("t74"."day") FILTER(WHERE
                              NOT "t74"."day" IS NULL AND "t74"."emergency" > 0) AS "emergency_days",
                            SUM("t74"."billed_days") AS "nursing_home_days",
                            MAX(
                              CASE
                                WHEN "t74"."billed_days" > 0
                                THEN CAST("t74"."day" AS TEXT) || "t74"."home_class"
                                ELSE NULL
                              END
                            ) AS "latest_home",
                            SUM("t74"."reimbursed_cents") AS "reimbursed_cents",
                            SUM("t74"."copayment_cents") AS "copayment_cents",
                            SUM("t74"."supplement_cents") AS "supplement_cents"
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
                                "t68"."person_id",
                                "t68"."year",
                                "t68"."family",
                                "t68"."day",
                                "t68"."contact_id",
                                "t68"."home_class",
                                SUM("t68"."cases") AS "quantity",
                                SUM("t68"."home_days") AS "billed_days",
                                SUM(CASE WHEN "t68"."is_home_visit" THEN "t68"."cases" ELSE NULL END) AS "home_visit",
                                SUM(CASE WHEN "t68"."is_remote" THEN "t68"."cases" ELSE NULL END) AS "remote",
                                SUM(CASE WHEN "t68"."is_gp_out_of_hours" THEN "t68"."cases" ELSE NULL END) AS "out_of_hours",
                                SUM(CASE WHEN "t68"."is_psychiatrist_contact" THEN "t68"."cases" ELSE NULL END) AS "psychiatrist",
                                SUM(CASE WHEN "t68"."is_emergency_care" THEN "t68"."cases" ELSE NULL END) AS "emergency",
                                SUM(
                                  CASE
                                    WHEN (
                                      "t68"."family" = 'nursing'
                                    ) AND (
                                      "t68"."care_part" = 'toilet'
                                    )
                                    THEN "t68"."cases"
                                    ELSE NULL
                                  END
                                ) AS "toilet",
                                SUM(
                                  CASE
                                    WHEN (
                                      "t68"."family" = 'nursing'
                                    ) AND (
                                      "t68"."care_part" = 'forfait_a'
                                    )
                                    THEN "t68"."cases"
                                    ELSE NULL
                                  END
                                ) AS "forfait_a",
                                SUM(
                                  CASE
                                    WHEN (
                                      "t68"."family" = 'nursing'
                                    ) AND (
                                      "t68"."care_part" = 'forfait_b'
                                    )
                                    THEN "t68"."cases"
                                    ELSE NULL
                                  END
                                ) AS "forfait_b",
                                SUM(
                                  CASE
                                    WHEN (
                                      "t68"."family" = 'nursing'
                                    ) AND (
                                      "t68"."care_part" = 'forfait_c'
                                    )
                                    THEN "t68"."cases"
                                    ELSE NULL
                                  END
                                ) AS "forfait_c",
                                SUM(
                                  CASE
                                    WHEN (
                                      "t68"."family" = 'nursing'
                                    ) AND (
                                      "t68"."care_part" = 'palliative'
                                    )
                                    THEN "t68"."cases"
                                    ELSE NULL
                                  END
                                ) AS "palliative",
                                SUM("t68"."reimbursed_cents") AS "reimbursed_cents",
                                SUM("t68"."copayment_cents") AS "copayment_cents",
                                SUM("t68"."supplement_cents") AS "supplement_cents"
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
                                    "t52"."person_id",
                                    "t52"."year",
                                    "t52"."nomenclature_code",
                                    "t52"."service_day",
                                    "t52"."provider_id",
                                    "t52"."provider_qualification",
                                    "t52"."moment",
                                    "t52"."quantity",
                                    "t52"."days",
                                    "t52"."reimbursed_cents",
                                    "t52"."copayment_cents",
                                    "t52"."supplement_cents",
                                    "t52"."kind",
                                    "t52"."care_group",
                                    "t52"."care_part",
                                    "t52"."care_rank",
                                    "t52"."is_psychiatrist",
                                    "t52"."is_emergency",
                                    "t52"."is_out_of_hours",
                                    COALESCE(
                                      CASE "t52"."kind"
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
                                      "t52"."care_group"
                                    ) AS "family",
                                    COALESCE(
                                      COALESCE(
                                        CASE "t52"."kind"
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
                                        "t52"."care_group"
                                      ) = 'gp',
                                      FALSE
                                    )
                                    AND (
                                      "t52"."care_group" = 'gp_home_visit'
                                    ) AS "is_home_visit",
                                    COALESCE(
                                      COALESCE(
                                        CASE "t52"."kind"
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
                                        "t52"."care_group"
                                      ) = 'gp',
                                      FALSE
                                    )
                                    AND (
                                      "t52"."care_group" = 'gp_remote'
                                    ) AS "is_remote",
                                    COALESCE(
                                      COALESCE(
                                        CASE "t52"."kind"
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
                                        "t52"."care_group"
                                      ) = 'gp',
                                      FALSE
                                    )
                                    AND "t52"."is_out_of_hours" AS "is_gp_out_of_hours",
                                    COALESCE(
                                      COALESCE(
                                        CASE "t52"."kind"
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
                                        "t52"."care_group"
                                      ) = 'specialist',
                                      FALSE
                                    )
                                    AND (
                                      (
                                        "t52"."kind" = 'psychiatrist_contact'
                                      )
                                      OR COALESCE("t52"."is_psychiatrist", FALSE)
                                    ) AS "is_psychiatrist_contact",
                                    COALESCE("t52"."is_emergency", FALSE)
                                    AND NOT (
                                      COALESCE(
                                        COALESCE(
                                          CASE "t52"."kind"
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
                                          "t52"."care_group"
                                        ) = 'gp',
                                        FALSE
                                      )
                                    ) AS "is_emergency_care"
                                  FROM (
                                    SELECT
                                      "t45"."person_id",
                                      "t45"."year",
                                      "t45"."nomenclature_code",
                                      "t45"."service_day",
                                      "t45"."provider_id",
                                      "t45"."provider_qualification",
                                      "t45"."moment",
                                      "t45"."quantity",
                                      "t45"."days",
                                      "t45"."reimbursed_cents",
                                      "t45"."copayment_cents",
                                      "t45"."supplement_cents",
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
                                        AND "t10"."booking_month" <= (
                                          (
                                            EXTRACT(YEAR FROM "t10"."service_day") * 100
                                          ) + 112
                                        )
                                    ) AS "t45"
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
                                      ON "t45"."nomenclature_code" = "t33"."code"
                                      AND "t45"."service_day" >= "t33"."first_day"
                                      AND "t45"."service_day" <= "t33"."last_day"
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
                                      ON "t45"."nomenclature_code" = "t34"."code"
                                      AND "t45"."service_day" >= "t34"."first_day"
                                      AND "t45"."service_day" <= "t34"."last_day"
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
                                      ON "t45"."provider_qualification" = "t35"."code"
                                      AND "t45"."service_day" >= "t35"."first_day"
                                      AND "t45"."service_day" <= "t35"."last_day"
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
                                      ON "t45"."moment" = "t36"."code"
                                      AND "t45"."service_day" >= "t36"."first_day"
                                      AND "t45"."service_day" <= "t36"."last_day"
                                  ) AS "t52"
                                ) AS "t61"
                              ) AS "t68"
                              GROUP BY
                                1,
                                2,
                                3,
                                4,
                                5,
                                6
                            ) AS "t73"
                          ) AS "t74"
                          GROUP BY
                            1,
                            2,
                            3
                        ) AS "t77"
                      ) AS "t82"
                      GROUP BY
                        1,
                        2
                    ) AS "t83"
                  ) AS "t86"
                  FULL OUTER JOIN (
                    SELECT
                      "t54"."pharmacy_reimbursed_cents",
                      "t54"."pharmacy_copayment_cents",
                      "t54"."pharmacy_supplement_cents",
                      TRUE AS "is_in_pharmacy",
                      "t54"."person_id" AS "other_person_id",
                      "t54"."year" AS "other_year"
                    FROM (
                      SELECT
                        "t42"."person_id",
                        "t42"."year",
                        CAST(CAST(COALESCE(SUM("t42"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_reimbursed_cents",
                        CAST(CAST(COALESCE(SUM("t42"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_copayment_cents",
                        CAST(CAST(COALESCE(SUM("t42"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_supplement_cents"
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
                          AND "t7"."booking_month" <= (
                            (
                              EXTRACT(YEAR FROM "t7"."service_day") * 100
                            ) + 112
                          )
                      ) AS "t42"
                      GROUP BY
                        1,
                        2
                    ) AS "t54"
                  ) AS "t59"
                    ON "t86"."person_id" = "t59"."other_person_id" AND "t86"."year" = "t59"."other_year"
                ) AS "t89"
              ) AS "t91"
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
                FROM "t46" AS "t48"
              ) AS "t66"
                ON "t91"."person_id" = "t66"."other_person_id" AND "t91"."year" = "t66"."other_year"
            ) AS "t97"
          ) AS "t101"
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
          ) AS "t53"
            ON "t101"."person_id" = "t53"."other_person_id"
            AND "t101"."year" = "t53"."other_year"
        ) AS "t104"
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
                "t44"."person_id",
                "t44"."year",
                "t44"."atc_code",
                CAST(CAST(COALESCE(SUM("t44"."ddd_thousandths"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "ddd_thousandths"
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
              ) AS "t44"
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
      "t102"."person_id",
      "t102"."year",
      "t102"."forfait" = 1 AS "has_chronic_forfait",
      "t102"."status" = 1 AS "has_chronic_status"
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
          FROM "t78" AS "t79"
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
            ) AS "t92"
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
              ) AS "t93"
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
              ) AS "t94"
            ) AS "t95"
          ) AS "t96"
        ) AS "t98"
      ) AS "t99"
      GROUP BY
        1,
        2
    ) AS "t102"
  ) AS "t105"
    ON "t110"."person_id" = "t105"."person_id" AND "t110"."year" = "t105"."year"
) AS "t111"
