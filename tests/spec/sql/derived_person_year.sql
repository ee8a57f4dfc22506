WITH "t42" AS (
  SELECT
    "t25"."person_id",
    "t25"."year",
    "t25"."reference_day",
    "t25"."cg1",
    "t25"."disability_origin",
    "t25"."has_nursing_b",
    "t25"."has_nursing_c",
    "t25"."has_physiotherapy_e",
    "t25"."has_increased_child_allowance",
    "t25"."has_integration_allowance",
    "t25"."has_elderly_allowance",
    "t25"."has_third_party_help_old_1",
    "t25"."has_third_party_help_old_2",
    "t25"."has_third_party_help",
    "t25"."has_120_hospital_days",
    "t25"."has_6_admissions",
    "t25"."has_disability_allowance",
    "t25"."unemployment_days",
    "t25"."incapacity_days",
    "t25"."invalidity_days",
    "t28"."status",
    "t29"."is_recognised"
  FROM (
    SELECT
      "t3"."person_id",
      "t3"."year",
      "t3"."reference_day",
      "t3"."cg1",
      "t3"."disability_origin",
      "t3"."has_nursing_b",
      "t3"."has_nursing_c",
      "t3"."has_physiotherapy_e",
      "t3"."has_increased_child_allowance",
      "t3"."has_integration_allowance",
      "t3"."has_elderly_allowance",
      "t3"."has_third_party_help_old_1",
      "t3"."has_third_party_help_old_2",
      "t3"."has_third_party_help",
      "t3"."has_120_hospital_days",
      "t3"."has_6_admissions",
      "t3"."has_disability_allowance",
      "t3"."unemployment_days",
      "t3"."incapacity_days",
      "t3"."invalidity_days"
    FROM "derived_population_year" AS "t3"
    WHERE
      "t3"."year" BETWEEN 2022 AND 2023
  ) AS "t25"
  LEFT OUTER JOIN (
    SELECT
      "t7"."code",
      "t7"."status",
      COALESCE("t7"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
      COALESCE("t7"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
    FROM "reference_cg1" AS "t7"
    WHERE
      "t7"."status" = 'disabled'
  ) AS "t28"
    ON "t25"."cg1" = "t28"."code"
    AND "t25"."reference_day" >= "t28"."first_day"
    AND "t25"."reference_day" <= "t28"."last_day"
  LEFT OUTER JOIN (
    SELECT
      "t8"."code",
      "t8"."is_recognised",
      COALESCE("t8"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
      COALESCE("t8"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
    FROM "reference_disability_origin" AS "t8"
    WHERE
      "t8"."is_recognised"
  ) AS "t29"
    ON "t25"."disability_origin" = "t29"."code"
    AND "t25"."reference_day" >= "t29"."first_day"
    AND "t25"."reference_day" <= "t29"."last_day"
), "t72" AS (
  SELECT
    "t70"."person_id",
    "t70"."year",
    "t70"."is_dear",
    "t70"."before_is_dear" AS "was_dear",
    "t70"."is_shared"
    AND "t70"."before_is_shared"
    AND COALESCE("t65"."has_dependency", FALSE) AS "has_forfait"
  FROM (
    SELECT
      "t67"."person_id",
      "t67"."year",
      "t67"."is_dear",
      "t67"."is_shared",
      COALESCE(
        (
          (
            "t67"."year" - LAG("t67"."year") OVER (
              PARTITION BY "t67"."person_id"
              ORDER BY "t67"."year" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
          ) = 1
        )
        AND LAG("t67"."is_shared") OVER (
          PARTITION BY "t67"."person_id"
          ORDER BY "t67"."year" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ),
        FALSE
      ) AS "before_is_shared",
      COALESCE(
        (
          (
            "t67"."year" - LAG("t67"."year") OVER (
              PARTITION BY "t67"."person_id"
              ORDER BY "t67"."year" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
          ) = 1
        )
        AND LAG("t67"."is_dear") OVER (
          PARTITION BY "t67"."person_id"
          ORDER BY "t67"."year" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ),
        FALSE
      ) AS "before_is_dear"
    FROM (
      SELECT
        "t60"."person_id",
        "t60"."year",
        "t60"."dear" = 4 AS "is_dear",
        COALESCE("t60"."copayment" >= "t60"."least", FALSE) AS "is_shared"
      FROM (
        SELECT
          "t54"."person_id",
          "t54"."year",
          COUNT(
            CASE
              WHEN (
                "t54"."reimbursed" + "t54"."copayment"
              ) >= "t54"."status_quarter"
              THEN 1
              ELSE NULL
            END
          ) AS "dear",
          CAST(CAST(COALESCE(SUM("t54"."copayment"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment",
          MAX("t54"."forfait_copayment") AS "least"
        FROM (
          SELECT
            "t49"."person_id",
            "t49"."quarter",
            "t49"."copayment",
            "t49"."reimbursed",
            "t49"."year",
            "t37"."status_quarter",
            "t38"."forfait_copayment"
          FROM (
            SELECT
              "t39"."person_id",
              "t39"."quarter",
              "t39"."copayment",
              "t39"."reimbursed",
              CAST(SUBSTRING(
                "t39"."quarter",
                CASE WHEN (
                  0 + 1
                ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t39"."quarter") END,
                4
              ) AS INT) AS "year"
            FROM (
              SELECT
                "t4"."person_id",
                "t4"."quarter",
                CAST(CAST(COALESCE(SUM("t4"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment",
                CAST(CAST(COALESCE(SUM("t4"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed"
              FROM "derived_quarter_group" AS "t4"
              GROUP BY
                1,
                2
            ) AS "t39"
          ) AS "t49"
          LEFT OUTER JOIN (
            SELECT
              "t5"."amount_cents" AS "status_quarter",
              EXTRACT(YEAR FROM COALESCE("t5"."valid_from", MAKE_DATE(1900, 1, 1))) AS "first_year",
              EXTRACT(YEAR FROM COALESCE("t5"."valid_to", MAKE_DATE(9999, 12, 31))) AS "last_year"
            FROM "reference_chronic_threshold" AS "t5"
            WHERE
              "t5"."code" = 'status_quarter'
          ) AS "t37"
            ON "t49"."year" >= "t37"."first_year" AND "t49"."year" <= "t37"."last_year"
          LEFT OUTER JOIN (
            SELECT
              "t5"."amount_cents" AS "forfait_copayment",
              EXTRACT(YEAR FROM COALESCE("t5"."valid_from", MAKE_DATE(1900, 1, 1))) AS "first_year",
              EXTRACT(YEAR FROM COALESCE("t5"."valid_to", MAKE_DATE(9999, 12, 31))) AS "last_year"
            FROM "reference_chronic_threshold" AS "t5"
            WHERE
              "t5"."code" = 'forfait_copayment'
          ) AS "t38"
            ON "t49"."year" >= "t38"."first_year" AND "t49"."year" <= "t38"."last_year"
        ) AS "t54"
        GROUP BY
          1,
          2
      ) AS "t60"
      WHERE
        (
          "t60"."dear" = 4
        ) OR COALESCE("t60"."copayment" >= "t60"."least", FALSE)
    ) AS "t67"
  ) AS "t70"
  LEFT OUTER JOIN (
    SELECT
      "t62"."person_id",
      "t62"."year",
      "t62"."has_dependency"
    FROM (
      SELECT
        "t46"."person_id",
        "t46"."year",
        (
          NOT "t46"."status" IS NULL
        )
        OR COALESCE("t46"."is_recognised", FALSE)
        OR (
          COALESCE("t46"."has_increased_child_allowance", FALSE)
          OR COALESCE("t46"."has_integration_allowance", FALSE)
          OR COALESCE("t46"."has_elderly_allowance", FALSE)
          OR COALESCE("t46"."has_disability_allowance", FALSE)
        ) AS "has_disability",
        COALESCE("t46"."has_nursing_b", FALSE)
        OR COALESCE("t46"."has_nursing_c", FALSE)
        OR COALESCE("t46"."has_physiotherapy_e", FALSE)
        OR COALESCE("t46"."has_increased_child_allowance", FALSE)
        OR COALESCE("t46"."has_integration_allowance", FALSE)
        OR COALESCE("t46"."has_elderly_allowance", FALSE)
        OR COALESCE("t46"."has_third_party_help_old_1", FALSE)
        OR COALESCE("t46"."has_third_party_help_old_2", FALSE)
        OR COALESCE("t46"."has_third_party_help", FALSE)
        OR COALESCE("t46"."has_120_hospital_days", FALSE)
        OR COALESCE("t46"."has_6_admissions", FALSE) AS "has_dependency",
        CAST(COALESCE("t46"."unemployment_days", 0) AS BIGINT) AS "unemployment_days",
        CAST(COALESCE("t46"."incapacity_days", 0) AS BIGINT) AS "incapacity_days",
        CAST(COALESCE("t46"."invalidity_days", 0) AS BIGINT) AS "invalidity_days"
      FROM "t42" AS "t46"
    ) AS "t62"
    WHERE
      "t62"."has_dependency"
  ) AS "t65"
    ON "t70"."person_id" = "t65"."person_id" AND "t70"."year" = "t65"."year"
), "t82" AS (
  SELECT
    "t80"."person_id",
    "t80"."year",
    "t80"."is_dear",
    "t80"."was_dear",
    "t80"."has_forfait",
    "t80"."grant_year",
    "t80"."missing_year",
    MAX("t80"."grant_year") OVER (
      PARTITION BY "t80"."person_id"
      ORDER BY "t80"."year" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
    ) AS "last_grant",
    MAX("t80"."missing_year") OVER (
      PARTITION BY "t80"."person_id"
      ORDER BY "t80"."year" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "last_missing"
  FROM (
    SELECT
      "t76"."person_id",
      "t76"."year",
      "t76"."is_dear",
      "t76"."was_dear",
      "t76"."has_forfait",
      CASE
        WHEN (
          "t76"."is_dear" AND "t76"."was_dear"
        ) OR "t76"."has_forfait"
        THEN "t76"."year"
        ELSE CAST(NULL AS INT)
      END AS "grant_year",
      CASE
        WHEN COALESCE(
          (
            "t76"."year" - LAG("t76"."year") OVER (
              PARTITION BY "t76"."person_id"
              ORDER BY "t76"."year" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
          ) = 1,
          FALSE
        )
        THEN CAST(NULL AS INT)
        ELSE "t76"."year" - 1
      END AS "missing_year"
    FROM (
      SELECT
        *
      FROM "t72" AS "t73"
      WHERE
        "t73"."is_dear" OR "t73"."has_forfait"
    ) AS "t76"
  ) AS "t80"
)
SELECT
  "t105"."person_id",
  "t105"."year",
  COALESCE("t105"."is_in_population", FALSE) AS "is_in_population",
  COALESCE("t105"."is_in_care", FALSE) AS "is_in_care",
  COALESCE("t105"."is_in_pharmacy", FALSE) AS "is_in_pharmacy",
  COALESCE("t105"."gp_contacts", 0) AS "gp_contacts",
  COALESCE("t105"."gp_home_visits", 0) AS "gp_home_visits",
  COALESCE("t105"."gp_remote_contacts", 0) AS "gp_remote_contacts",
  COALESCE("t105"."gp_out_of_hours_contacts", 0) AS "gp_out_of_hours_contacts",
  COALESCE("t105"."gp_providers", 0) AS "gp_providers",
  COALESCE("t105"."most_seen_gp_contacts", 0) AS "most_seen_gp_contacts",
  COALESCE("t105"."specialist_contacts", 0) AS "specialist_contacts",
  COALESCE("t105"."psychiatrist_contacts", 0) AS "psychiatrist_contacts",
  COALESCE("t105"."emergency_contacts", 0) AS "emergency_contacts",
  COALESCE("t105"."dental_contacts", 0) AS "dental_contacts",
  COALESCE("t105"."orthodontic_acts", 0) AS "orthodontic_acts",
  COALESCE("t105"."physiotherapy_contacts", 0) AS "physiotherapy_contacts",
  COALESCE("t105"."speech_therapy_contacts", 0) AS "speech_therapy_contacts",
  COALESCE("t105"."laboratory_days", 0) AS "laboratory_days",
  COALESCE("t105"."imaging_days", 0) AS "imaging_days",
  COALESCE("t105"."home_nursing_days", 0) AS "home_nursing_days",
  COALESCE("t105"."nursing_toilet_days", 0) AS "nursing_toilet_days",
  COALESCE("t105"."nursing_forfait_a_days", 0) AS "nursing_forfait_a_days",
  COALESCE("t105"."nursing_forfait_b_days", 0) AS "nursing_forfait_b_days",
  COALESCE("t105"."nursing_forfait_c_days", 0) AS "nursing_forfait_c_days",
  COALESCE("t105"."palliative_days", 0) AS "palliative_days",
  COALESCE("t105"."global_medical_files", 0) AS "global_medical_files",
  COALESCE(COALESCE("t105"."capitations", 0) > 0, FALSE) AS "is_in_medical_house",
  COALESCE("t105"."nursing_home_days", 0) AS "nursing_home_days",
  "t105"."nursing_home_class",
  COALESCE("t105"."classic_stays", 0) AS "classic_stays",
  COALESCE("t105"."day_stays", 0) AS "day_stays",
  COALESCE("t105"."psychiatric_stays", 0) AS "psychiatric_stays",
  COALESCE("t105"."hospital_nights", 0) AS "hospital_nights",
  COALESCE(
    COALESCE("t105"."reimbursed_cents", 0) + COALESCE("t105"."pharmacy_reimbursed_cents", 0),
    0
  ) AS "reimbursed_cents",
  COALESCE(
    COALESCE("t105"."copayment_cents", 0) + COALESCE("t105"."pharmacy_copayment_cents", 0),
    0
  ) AS "copayment_cents",
  COALESCE(
    COALESCE("t105"."supplement_cents", 0) + COALESCE("t105"."pharmacy_supplement_cents", 0),
    0
  ) AS "supplement_cents",
  COALESCE("t105"."polypharmacy_substances", 0) AS "polypharmacy_substances",
  COALESCE("t105"."is_polypharmacy", FALSE) AS "is_polypharmacy",
  COALESCE("t105"."is_excessive_polypharmacy", FALSE) AS "is_excessive_polypharmacy",
  COALESCE("t105"."has_disability", FALSE) AS "has_disability",
  COALESCE("t105"."has_dependency", FALSE) AS "has_dependency",
  COALESCE("t105"."has_chronic_forfait", FALSE) AS "has_chronic_forfait",
  COALESCE("t105"."has_chronic_status", FALSE) AS "has_chronic_status",
  COALESCE("t105"."unemployment_days", 0) AS "unemployment_days",
  COALESCE("t105"."incapacity_days", 0) AS "incapacity_days",
  COALESCE("t105"."invalidity_days", 0) AS "invalidity_days"
FROM (
  SELECT
    "t104"."person_id",
    "t104"."year",
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
    "t104"."hospital_nights",
    "t104"."polypharmacy_substances",
    "t104"."is_polypharmacy",
    "t104"."is_excessive_polypharmacy",
    "t99"."has_chronic_forfait",
    "t99"."has_chronic_status"
  FROM (
    SELECT
      COALESCE("t102"."person_id", "t102"."other_person_id") AS "person_id",
      COALESCE("t102"."year", "t102"."other_year") AS "year",
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
      "t102"."classic_stays",
      "t102"."day_stays",
      "t102"."psychiatric_stays",
      "t102"."hospital_nights",
      "t102"."polypharmacy_substances",
      "t102"."is_polypharmacy",
      "t102"."is_excessive_polypharmacy"
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
        "t101"."classic_stays",
        "t101"."day_stays",
        "t101"."psychiatric_stays",
        "t101"."hospital_nights",
        "t58"."polypharmacy_substances",
        "t58"."is_polypharmacy",
        "t58"."is_excessive_polypharmacy",
        "t58"."other_person_id",
        "t58"."other_year"
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
          "t97"."is_in_population",
          "t97"."classic_stays",
          "t97"."day_stays",
          "t97"."psychiatric_stays",
          "t97"."hospital_nights"
        FROM (
          SELECT
            "t95"."person_id",
            "t95"."year",
            "t95"."dental_contacts",
            "t95"."physiotherapy_contacts",
            "t95"."speech_therapy_contacts",
            "t95"."laboratory_days",
            "t95"."imaging_days",
            "t95"."home_nursing_days",
            "t95"."specialist_contacts",
            "t95"."gp_contacts",
            "t95"."gp_home_visits",
            "t95"."gp_remote_contacts",
            "t95"."gp_out_of_hours_contacts",
            "t95"."psychiatrist_contacts",
            "t95"."nursing_toilet_days",
            "t95"."nursing_forfait_a_days",
            "t95"."nursing_forfait_b_days",
            "t95"."nursing_forfait_c_days",
            "t95"."palliative_days",
            "t95"."orthodontic_acts",
            "t95"."global_medical_files",
            "t95"."capitations",
            "t95"."emergency_contacts",
            "t95"."nursing_home_days",
            "t95"."reimbursed_cents",
            "t95"."copayment_cents",
            "t95"."supplement_cents",
            "t95"."gp_providers",
            "t95"."most_seen_gp_contacts",
            "t95"."nursing_home_class",
            "t95"."is_in_care",
            "t95"."pharmacy_reimbursed_cents",
            "t95"."pharmacy_copayment_cents",
            "t95"."pharmacy_supplement_cents",
            "t95"."is_in_pharmacy",
            "t95"."has_disability",
            "t95"."has_dependency",
            "t95"."unemployment_days",
            "t95"."incapacity_days",
            "t95"."invalidity_days",
            "t95"."is_in_population",
            "t50"."classic_stays",
            "t50"."day_stays",
            "t50"."psychiatric_stays",
            "t50"."hospital_nights",
            "t50"."other_person_id",
            "t50"."other_year"
          FROM (
            SELECT
              COALESCE("t90"."person_id", "t90"."other_person_id") AS "person_id",
              COALESCE("t90"."year", "t90"."other_year") AS "year",
              "t90"."dental_contacts",
              "t90"."physiotherapy_contacts",
              "t90"."speech_therapy_contacts",
              "t90"."laboratory_days",
              "t90"."imaging_days",
              "t90"."home_nursing_days",
              "t90"."specialist_contacts",
              "t90"."gp_contacts",
              "t90"."gp_home_visits",
              "t90"."gp_remote_contacts",
              "t90"."gp_out_of_hours_contacts",
              "t90"."psychiatrist_contacts",
              "t90"."nursing_toilet_days",
              "t90"."nursing_forfait_a_days",
              "t90"."nursing_forfait_b_days",
              "t90"."nursing_forfait_c_days",
              "t90"."palliative_days",
              "t90"."orthodontic_acts",
              "t90"."global_medical_files",
              "t90"."capitations",
              "t90"."emergency_contacts",
              "t90"."nursing_home_days",
              "t90"."reimbursed_cents",
              "t90"."copayment_cents",
              "t90"."supplement_cents",
              "t90"."gp_providers",
              "t90"."most_seen_gp_contacts",
              "t90"."nursing_home_class",
              "t90"."is_in_care",
              "t90"."pharmacy_reimbursed_cents",
              "t90"."pharmacy_copayment_cents",
              "t90"."pharmacy_supplement_cents",
              "t90"."is_in_pharmacy",
              "t90"."has_disability",
              "t90"."has_dependency",
              "t90"."unemployment_days",
              "t90"."incapacity_days",
              "t90"."invalidity_days",
              "t90"."is_in_population"
            FROM (
              SELECT
                "t85"."person_id",
                "t85"."year",
                "t85"."dental_contacts",
                "t85"."physiotherapy_contacts",
                "t85"."speech_therapy_contacts",
                "t85"."laboratory_days",
                "t85"."imaging_days",
                "t85"."home_nursing_days",
                "t85"."specialist_contacts",
                "t85"."gp_contacts",
                "t85"."gp_home_visits",
                "t85"."gp_remote_contacts",
                "t85"."gp_out_of_hours_contacts",
                "t85"."psychiatrist_contacts",
                "t85"."nursing_toilet_days",
                "t85"."nursing_forfait_a_days",
                "t85"."nursing_forfait_b_days",
                "t85"."nursing_forfait_c_days",
                "t85"."palliative_days",
                "t85"."orthodontic_acts",
                "t85"."global_medical_files",
                "t85"."capitations",
                "t85"."emergency_contacts",
                "t85"."nursing_home_days",
                "t85"."reimbursed_cents",
                "t85"."copayment_cents",
                "t85"."supplement_cents",
                "t85"."gp_providers",
                "t85"."most_seen_gp_contacts",
                "t85"."nursing_home_class",
                "t85"."is_in_care",
                "t85"."pharmacy_reimbursed_cents",
                "t85"."pharmacy_copayment_cents",
                "t85"."pharmacy_supplement_cents",
                "t85"."is_in_pharmacy",
                "t63"."has_disability",
                "t63"."has_dependency",
                "t63"."unemployment_days",
                "t63"."incapacity_days",
                "t63"."invalidity_days",
                "t63"."is_in_population",
                "t63"."other_person_id",
                "t63"."other_year"
              FROM (
                SELECT
                  COALESCE("t81"."person_id", "t81"."other_person_id") AS "person_id",
                  COALESCE("t81"."year", "t81"."other_year") AS "year",
                  "t81"."dental_contacts",
                  "t81"."physiotherapy_contacts",
                  "t81"."speech_therapy_contacts",
                  "t81"."laboratory_days",
                  "t81"."imaging_days",
                  "t81"."home_nursing_days",
                  "t81"."specialist_contacts",
                  "t81"."gp_contacts",
                  "t81"."gp_home_visits",
                  "t81"."gp_remote_contacts",
                  "t81"."gp_out_of_hours_contacts",
                  "t81"."psychiatrist_contacts",
                  "t81"."nursing_toilet_days",
                  "t81"."nursing_forfait_a_days",
                  "t81"."nursing_forfait_b_days",
                  "t81"."nursing_forfait_c_days",
                  "t81"."palliative_days",
                  "t81"."orthodontic_acts",
                  "t81"."global_medical_files",
                  "t81"."capitations",
                  "t81"."emergency_contacts",
                  "t81"."nursing_home_days",
                  "t81"."reimbursed_cents",
                  "t81"."copayment_cents",
                  "t81"."supplement_cents",
                  "t81"."gp_providers",
                  "t81"."most_seen_gp_contacts",
                  "t81"."nursing_home_class",
                  "t81"."is_in_care",
                  "t81"."pharmacy_reimbursed_cents",
                  "t81"."pharmacy_copayment_cents",
                  "t81"."pharmacy_supplement_cents",
                  "t81"."is_in_pharmacy"
                FROM (
                  SELECT
                    "t79"."person_id",
                    "t79"."year",
                    "t79"."dental_contacts",
                    "t79"."physiotherapy_contacts",
                    "t79"."speech_therapy_contacts",
                    "t79"."laboratory_days",
                    "t79"."imaging_days",
                    "t79"."home_nursing_days",
                    "t79"."specialist_contacts",
                    "t79"."gp_contacts",
                    "t79"."gp_home_visits",
                    "t79"."gp_remote_contacts",
                    "t79"."gp_out_of_hours_contacts",
                    "t79"."psychiatrist_contacts",
                    "t79"."nursing_toilet_days",
                    "t79"."nursing_forfait_a_days",
                    "t79"."nursing_forfait_b_days",
                    "t79"."nursing_forfait_c_days",
                    "t79"."palliative_days",
                    "t79"."orthodontic_acts",
                    "t79"."global_medical_files",
                    "t79"."capitations",
                    "t79"."emergency_contacts",
                    "t79"."nursing_home_days",
                    "t79"."reimbursed_cents",
                    "t79"."copayment_cents",
                    "t79"."supplement_cents",
                    "t79"."gp_providers",
                    "t79"."most_seen_gp_contacts",
                    "t79"."nursing_home_class",
                    "t79"."is_in_care",
                    "t57"."pharmacy_reimbursed_cents",
                    "t57"."pharmacy_copayment_cents",
                    "t57"."pharmacy_supplement_cents",
                    "t57"."is_in_pharmacy",
                    "t57"."other_person_id",
                    "t57"."other_year"
                  FROM (
                    SELECT
                      "t77"."person_id",
                      "t77"."year",
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
                      "t77"."emergency_contacts",
                      "t77"."nursing_home_days",
                      "t77"."reimbursed_cents",
                      "t77"."copayment_cents",
                      "t77"."supplement_cents",
                      "t77"."gp_providers",
                      "t77"."most_seen_gp_contacts",
                      "t77"."nursing_home_class",
                      TRUE AS "is_in_care"
                    FROM (
                      SELECT
                        "t74"."person_id",
                        "t74"."year",
                        CAST(CAST(COALESCE(SUM("t74"."dental_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "dental_contacts",
                        CAST(CAST(COALESCE(SUM("t74"."physiotherapy_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "physiotherapy_contacts",
                        CAST(CAST(COALESCE(SUM("t74"."speech_therapy_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "speech_therapy_contacts",
                        CAST(CAST(COALESCE(SUM("t74"."laboratory_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "laboratory_days",
                        CAST(CAST(COALESCE(SUM("t74"."imaging_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "imaging_days",
                        CAST(CAST(COALESCE(SUM("t74"."home_nursing_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "home_nursing_days",
                        CAST(CAST(COALESCE(SUM("t74"."specialist_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "specialist_contacts",
                        CAST(CAST(COALESCE(SUM("t74"."gp_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp_contacts",
                        CAST(CAST(COALESCE(SUM("t74"."gp_home_visits"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp_home_visits",
                        CAST(CAST(COALESCE(SUM("t74"."gp_remote_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp_remote_contacts",
                        CAST(CAST(COALESCE(SUM("t74"."gp_out_of_hours_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "gp_out_of_hours_contacts",
                        CAST(CAST(COALESCE(SUM("t74"."psychiatrist_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "psychiatrist_contacts",
                        CAST(CAST(COALESCE(SUM("t74"."nursing_toilet_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "nursing_toilet_days",
                        CAST(CAST(COALESCE(SUM("t74"."nursing_forfait_a_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "nursing_forfait_a_days",
                        CAST(CAST(COALESCE(SUM("t74"."nursing_forfait_b_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "nursing_forfait_b_days",
                        CAST(CAST(COALESCE(SUM("t74"."nursing_forfait_c_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "nursing_forfait_c_days",
                        CAST(CAST(COALESCE(SUM("t74"."palliative_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "palliative_days",
                        CAST(CAST(COALESCE(SUM("t74"."orthodontic_acts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "orthodontic_acts",
                        CAST(CAST(COALESCE(SUM("t74"."global_medical_files"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "global_medical_files",
                        CAST(CAST(COALESCE(SUM("t74"."capitations"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "capitations",
                        CAST(CAST(COALESCE(SUM("t74"."emergency_contacts"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "emergency_contacts",
                        CAST(CAST(COALESCE(SUM("t74"."nursing_home_days"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "nursing_home_days",
                        CAST(CAST(COALESCE(SUM("t74"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "reimbursed_cents",
                        CAST(CAST(COALESCE(SUM("t74"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "copayment_cents",
                        CAST(CAST(COALESCE(SUM("t74"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "supplement_cents",
                        COUNT(
                          CASE
                            WHEN (
                              NOT "t74"."gp_id" IS NULL
                            ) AND (
                              "t74"."gp_contacts" > 0
                            )
                            THEN 1
                            ELSE NULL
                          END
                        ) AS "gp_providers",
                        COALESCE(
                          MAX(
                            CASE
                              WHEN (
                                NOT "t74"."gp_id" IS NULL
                              ) AND (
                                "t74"."gp_contacts" > 0
                              )
                              THEN "t74"."gp_contacts"
                              ELSE NULL
                            END
                          ),
                          0
                        ) AS "most_seen_gp_contacts",
                        NULLIF(
                          SUBSTRING(
                            MAX("t74"."latest_home"),
                            CASE
                              WHEN (
                                11 + 1
                              ) >= 1
                              THEN 11 + 1
                              ELSE 11 + 1 + LENGTH(MAX("t74"."latest_home"))
                            END
                          ),
                          ''
                        ) AS "nursing_home_class"
                      FROM (
                        SELECT
                          "t71"."person_id",
                          "t71"."year",
                          "t71"."gp_id",
                          SUM(
                            CASE
                              WHEN (
                                "t71"."quantity" > 0
                              ) AND (
                                "t71"."family" = 'dental'
                              )
                              THEN 1
                              ELSE 0
                            END
                          ) AS "dental_contacts",
                          SUM(
                            CASE
                              WHEN (
                                "t71"."quantity" > 0
                              ) AND (
                                "t71"."family" = 'physiotherapy'
                              )
                              THEN 1
                              ELSE 0
                            END
                          ) AS "physiotherapy_contacts",
                          SUM(
                            CASE
                              WHEN (
                                "t71"."quantity" > 0
                              ) AND (
                                "t71"."family" = 'speech_therapy'
                              )
                              THEN 1
                              ELSE 0
                            END
                          ) AS "speech_therapy_contacts",
                          SUM(
                            CASE
                              WHEN (
                                "t71"."quantity" > 0
                              ) AND (
                                "t71"."family" = 'laboratory'
                              )
                              THEN 1
                              ELSE 0
                            END
                          ) AS "laboratory_days",
                          SUM(
                            CASE
                              WHEN (
                                "t71"."quantity" > 0
                              ) AND (
                                "t71"."family" = 'imaging'
                              )
                              THEN 1
                              ELSE 0
                            END
                          ) AS "imaging_days",
                          SUM(
                            CASE
                              WHEN (
                                "t71"."quantity" > 0
                              ) AND (
                                "t71"."family" = 'nursing'
                              )
                              THEN 1
                              ELSE 0
                            END
                          ) AS "home_nursing_days",
                          SUM(
                            CASE
                              WHEN (
                                "t71"."quantity" > 0
                              ) AND (
                                "t71"."family" = 'specialist'
                              )
                              THEN 1
                              ELSE 0
                            END
                          ) AS "specialist_contacts",
                          SUM(
                            CASE
                              WHEN (
                                "t71"."quantity" > 0
                              ) AND (
                                "t71"."family" = 'gp'
                              )
                              THEN 1
                              ELSE 0
                            END
                          ) AS "gp_contacts",
                          SUM(CASE WHEN "t71"."home_visit" > 0 THEN 1 ELSE 0 END) AS "gp_home_visits",
                          SUM(CASE WHEN "t71"."remote" > 0 THEN 1 ELSE 0 END) AS "gp_remote_contacts",
                          SUM(CASE WHEN "t71"."out_of_hours" > 0 THEN 1 ELSE 0 END) AS "gp_out_of_hours_contacts",
                          SUM(CASE WHEN "t71"."psychiatrist" > 0 THEN 1 ELSE 0 END) AS "psychiatrist_contacts",
                          SUM(CASE WHEN "t71"."toilet" > 0 THEN 1 ELSE 0 END) AS "nursing_toilet_days",
                          SUM(CASE WHEN "t71"."forfait_a" > 0 THEN 1 ELSE 0 END) AS "nursing_forfait_a_days",
                          SUM(CASE WHEN "t71"."forfait_b" > 0 THEN 1 ELSE 0 END) AS "nursing_forfait_b_days",
                          SUM(CASE WHEN "t71"."forfait_c" > 0 THEN 1 ELSE 0 END) AS "nursing_forfait_c_days",
                          SUM(CASE WHEN "t71"."palliative" > 0 THEN 1 ELSE 0 END) AS "palliative_days",
                          SUM(CASE WHEN "t71"."family" = 'orthodontics' THEN "t71"."quantity" ELSE NULL END) AS "orthodontic_acts",
                          SUM(CASE WHEN "t71"."family" = 'gmd' THEN "t71"."quantity" ELSE NULL END) AS "global_medical_files",
                          SUM(CASE WHEN "t71"."family" = 'medical_house' THEN "t71"."quantity" ELSE NULL END) AS "capitations",
                          COUNT(DISTINCT "t71"."day") FILTER(WHERE
                            "t71"."emergency" > 0) AS "emergency_contacts",
                          SUM("t71"."billed_days") AS "nursing_home_days",
                          MAX(
                            CASE
                              WHEN "t71"."billed_days" > 0
                              THEN CAST("t71"."day" AS TEXT) || "t71"."home_class"
                              ELSE NULL
                            END
                          ) AS "latest_home",
                          SUM("t71"."reimbursed_cents") AS "reimbursed_cents",
                          SUM("t71"."copayment_cents") AS "copayment_cents",
                          SUM("t71"."supplement_cents") AS "supplement_cents"
                        FROM (
                          SELECT
                            "t68"."person_id",
                            "t68"."year",
                            "t68"."family",
                            "t68"."day",
                            "t68"."contact_id",
                            "t68"."home_class",
                            "t68"."quantity",
                            "t68"."billed_days",
                            "t68"."home_visit",
                            "t68"."remote",
                            "t68"."out_of_hours",
                            "t68"."psychiatrist",
                            "t68"."emergency",
                            "t68"."toilet",
                            "t68"."forfait_a",
                            "t68"."forfait_b",
                            "t68"."forfait_c",
                            "t68"."palliative",
                            "t68"."reimbursed_cents",
                            "t68"."copayment_cents",
                            "t68"."supplement_cents",
                            CASE WHEN "t68"."family" = 'gp' THEN "t68"."contact_id" ELSE CAST(NULL AS TEXT) END AS "gp_id"
                          FROM (
                            SELECT
                              "t66"."person_id",
                              "t66"."year",
                              "t66"."family",
                              "t66"."day",
                              "t66"."contact_id",
                              "t66"."home_class",
                              SUM("t66"."cases") AS "quantity",
                              SUM("t66"."home_days") AS "billed_days",
                              SUM(CASE WHEN "t66"."is_home_visit" THEN "t66"."cases" ELSE CAST(NULL AS INT) END) AS "home_visit",
                              SUM(CASE WHEN "t66"."is_remote" THEN "t66"."cases" ELSE CAST(NULL AS INT) END) AS "remote",
                              SUM(
                                CASE WHEN "t66"."is_gp_out_of_hours" THEN "t66"."cases" ELSE CAST(NULL AS INT) END
                              ) AS "out_of_hours",
                              SUM(
                                CASE
                                  WHEN "t66"."is_psychiatrist_contact"
                                  THEN "t66"."cases"
                                  ELSE CAST(NULL AS INT)
                                END
                              ) AS "psychiatrist",
                              SUM(
                                CASE WHEN "t66"."is_emergency_care" THEN "t66"."cases" ELSE CAST(NULL AS INT) END
                              ) AS "emergency",
                              SUM(
                                CASE
                                  WHEN (
                                    "t66"."family" = 'nursing'
                                  ) AND (
                                    "t66"."care_part" = 'toilet'
                                  )
                                  THEN "t66"."cases"
                                  ELSE CAST(NULL AS INT)
                                END
                              ) AS "toilet",
                              SUM(
                                CASE
                                  WHEN (
                                    "t66"."family" = 'nursing'
                                  ) AND (
                                    "t66"."care_part" = 'forfait_a'
                                  )
                                  THEN "t66"."cases"
                                  ELSE CAST(NULL AS INT)
                                END
                              ) AS "forfait_a",
                              SUM(
                                CASE
                                  WHEN (
                                    "t66"."family" = 'nursing'
                                  ) AND (
                                    "t66"."care_part" = 'forfait_b'
                                  )
                                  THEN "t66"."cases"
                                  ELSE CAST(NULL AS INT)
                                END
                              ) AS "forfait_b",
                              SUM(
                                CASE
                                  WHEN (
                                    "t66"."family" = 'nursing'
                                  ) AND (
                                    "t66"."care_part" = 'forfait_c'
                                  )
                                  THEN "t66"."cases"
                                  ELSE CAST(NULL AS INT)
                                END
                              ) AS "forfait_c",
                              SUM(
                                CASE
                                  WHEN (
                                    "t66"."family" = 'nursing'
                                  ) AND (
                                    "t66"."care_part" = 'palliative'
                                  )
                                  THEN "t66"."cases"
                                  ELSE CAST(NULL AS INT)
                                END
                              ) AS "palliative",
                              SUM("t66"."reimbursed_cents") AS "reimbursed_cents",
                              SUM("t66"."copayment_cents") AS "copayment_cents",
                              SUM("t66"."supplement_cents") AS "supplement_cents"
                            FROM (
                              SELECT
                                "t59"."person_id",
                                "t59"."year",
                                "t59"."nomenclature_code",
                                "t59"."service_day",
                                "t59"."provider_id",
                                "t59"."provider_qualification",
                                "t59"."moment",
                                "t59"."quantity",
                                "t59"."days",
                                "t59"."reimbursed_cents",
                                "t59"."copayment_cents",
                                "t59"."supplement_cents",
                                "t59"."kind",
                                "t59"."care_group",
                                "t59"."care_part",
                                "t59"."care_rank",
                                "t59"."is_psychiatrist",
                                "t59"."is_emergency",
                                "t59"."is_out_of_hours",
                                "t59"."family",
                                "t59"."is_home_visit",
                                "t59"."is_remote",
                                "t59"."is_gp_out_of_hours",
                                "t59"."is_psychiatrist_contact",
                                "t59"."is_emergency_care",
                                CASE
                                  WHEN "t59"."family" IN (
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
                                  OR "t59"."is_emergency_care"
                                  THEN "t59"."service_day"
                                  ELSE CAST(NULL AS DATE)
                                END AS "day",
                                CASE
                                  WHEN "t59"."family" IN ('gp', 'specialist')
                                  THEN "t59"."provider_id"
                                  ELSE CAST(NULL AS TEXT)
                                END AS "contact_id",
                                CASE
                                  WHEN "t59"."family" = 'nursing_home'
                                  THEN "t59"."care_rank" || "t59"."care_part"
                                  ELSE CAST(NULL AS TEXT)
                                END AS "home_class",
                                CASE
                                  WHEN "t59"."family" = 'nursing_home'
                                  THEN "t59"."days"
                                  ELSE CAST(NULL AS BIGINT)
                                END AS "home_days",
                                CAST("t59"."quantity" AS INT) AS "cases"
                              FROM (
                                SELECT
                                  "t51"."person_id",
                                  "t51"."year",
                                  "t51"."nomenclature_code",
                                  "t51"."service_day",
                                  "t51"."provider_id",
                                  "t51"."provider_qualification",
                                  "t51"."moment",
                                  "t51"."quantity",
                                  "t51"."days",
                                  "t51"."reimbursed_cents",
                                  "t51"."copayment_cents",
                                  "t51"."supplement_cents",
                                  "t51"."kind",
                                  "t51"."care_group",
                                  "t51"."care_part",
                                  "t51"."care_rank",
                                  "t51"."is_psychiatrist",
                                  "t51"."is_emergency",
                                  "t51"."is_out_of_hours",
                                  COALESCE(
                                    CASE "t51"."kind"
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
                                    "t51"."care_group"
                                  ) AS "family",
                                  COALESCE(
                                    COALESCE(
                                      CASE "t51"."kind"
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
                                      "t51"."care_group"
                                    ) = 'gp',
                                    FALSE
                                  )
                                  AND (
                                    "t51"."care_group" = 'gp_home_visit'
                                  ) AS "is_home_visit",
                                  COALESCE(
                                    COALESCE(
                                      CASE "t51"."kind"
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
                                      "t51"."care_group"
                                    ) = 'gp',
                                    FALSE
                                  )
                                  AND (
                                    "t51"."care_group" = 'gp_remote'
                                  ) AS "is_remote",
                                  COALESCE(
                                    COALESCE(
                                      CASE "t51"."kind"
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
                                      "t51"."care_group"
                                    ) = 'gp',
                                    FALSE
                                  )
                                  AND "t51"."is_out_of_hours" AS "is_gp_out_of_hours",
                                  COALESCE(
                                    COALESCE(
                                      CASE "t51"."kind"
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
                                      "t51"."care_group"
                                    ) = 'specialist',
                                    FALSE
                                  )
                                  AND (
                                    (
                                      "t51"."kind" = 'psychiatrist_contact'
                                    )
                                    OR COALESCE("t51"."is_psychiatrist", FALSE)
                                  ) AS "is_psychiatrist_contact",
                                  COALESCE("t51"."is_emergency", FALSE)
                                  AND NOT (
                                    COALESCE(
                                      COALESCE(
                                        CASE "t51"."kind"
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
                                        "t51"."care_group"
                                      ) = 'gp',
                                      FALSE
                                    )
                                  ) AS "is_emergency_care"
                                FROM (
                                  SELECT
                                    "t43"."person_id",
                                    "t43"."year",
                                    "t43"."nomenclature_code",
                                    "t43"."service_day",
                                    "t43"."provider_id",
                                    "t43"."provider_qualification",
                                    "t43"."moment",
                                    "t43"."quantity",
                                    "t43"."days",
                                    "t43"."reimbursed_cents",
                                    "t43"."copayment_cents",
                                    "t43"."supplement_cents",
                                    "t30"."kind",
                                    "t31"."care_group",
                                    "t31"."care_part",
                                    "t31"."care_rank",
                                    "t32"."is_psychiatrist",
                                    "t32"."is_emergency",
                                    "t33"."is_out_of_hours"
                                  FROM (
                                    SELECT
                                      "t9"."person_id",
                                      EXTRACT(YEAR FROM "t9"."service_day") AS "year",
                                      "t9"."nomenclature_code",
                                      "t9"."service_day",
                                      "t9"."provider_id",
                                      "t9"."provider_qualification",
                                      "t9"."moment",
                                      "t9"."quantity",
                                      "t9"."days",
                                      "t9"."reimbursed_cents",
                                      "t9"."copayment_cents",
                                      "t9"."supplement_cents"
                                    FROM "core_care_line_net" AS "t9"
                                    WHERE
                                      EXTRACT(YEAR FROM "t9"."service_day") BETWEEN 2022 AND 2023
                                      AND (
                                        (
                                          (
                                            "t9"."booking_month" - (
                                              "t9"."booking_month" % 100
                                            )
                                          ) - (
                                            EXTRACT(YEAR FROM "t9"."service_day") * 100
                                          )
                                        ) * 12
                                      ) <= (
                                        (
                                          24 - (
                                            "t9"."booking_month" % 100
                                          )
                                        ) * 100
                                      )
                                  ) AS "t43"
                                  LEFT OUTER JOIN (
                                    SELECT
                                      "t10"."code",
                                      "t10"."kind",
                                      COALESCE("t10"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                      COALESCE("t10"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                    FROM "reference_nomenclature" AS "t10"
                                    WHERE
                                      "t10"."kind" IN ('gp_contact', 'specialist_contact', 'psychiatrist_contact', 'gmd')
                                  ) AS "t30"
                                    ON "t43"."nomenclature_code" = "t30"."code"
                                    AND "t43"."service_day" >= "t30"."first_day"
                                    AND "t43"."service_day" <= "t30"."last_day"
                                  LEFT OUTER JOIN (
                                    SELECT
                                      "t11"."code",
                                      "t11"."care_group",
                                      "t11"."care_part",
                                      "t11"."care_rank",
                                      COALESCE("t11"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                      COALESCE("t11"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                    FROM "reference_care_group" AS "t11"
                                  ) AS "t31"
                                    ON "t43"."nomenclature_code" = "t31"."code"
                                    AND "t43"."service_day" >= "t31"."first_day"
                                    AND "t43"."service_day" <= "t31"."last_day"
                                  LEFT OUTER JOIN (
                                    SELECT
                                      "t12"."code",
                                      "t12"."is_psychiatrist",
                                      "t12"."is_emergency",
                                      COALESCE("t12"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                      COALESCE("t12"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                    FROM "reference_qualification" AS "t12"
                                    WHERE
                                      "t12"."is_psychiatrist" OR "t12"."is_emergency"
                                  ) AS "t32"
                                    ON "t43"."provider_qualification" = "t32"."code"
                                    AND "t43"."service_day" >= "t32"."first_day"
                                    AND "t43"."service_day" <= "t32"."last_day"
                                  LEFT OUTER JOIN (
                                    SELECT
                                      "t13"."code",
                                      "t13"."is_out_of_hours",
                                      COALESCE("t13"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
                                      COALESCE("t13"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
                                    FROM "reference_moment" AS "t13"
                                    WHERE
                                      "t13"."is_out_of_hours"
                                  ) AS "t33"
                                    ON "t43"."moment" = "t33"."code"
                                    AND "t43"."service_day" >= "t33"."first_day"
                                    AND "t43"."service_day" <= "t33"."last_day"
                                ) AS "t51"
                              ) AS "t59"
                            ) AS "t66"
                            GROUP BY
                              1,
                              2,
                              3,
                              4,
                              5,
                              6
                          ) AS "t68"
                        ) AS "t71"
                        GROUP BY
                          1,
                          2,
                          3
                      ) AS "t74"
                      GROUP BY
                        1,
                        2
                    ) AS "t77"
                  ) AS "t79"
                  FULL OUTER JOIN (
                    SELECT
                      "t53"."pharmacy_reimbursed_cents",
                      "t53"."pharmacy_copayment_cents",
                      "t53"."pharmacy_supplement_cents",
                      TRUE AS "is_in_pharmacy",
                      "t53"."person_id" AS "other_person_id",
                      "t53"."year" AS "other_year"
                    FROM (
                      SELECT
                        "t40"."person_id",
                        "t40"."year",
                        CAST(CAST(COALESCE(SUM("t40"."reimbursed_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_reimbursed_cents",
                        CAST(CAST(COALESCE(SUM("t40"."copayment_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_copayment_cents",
                        CAST(CAST(COALESCE(SUM("t40"."supplement_cents"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "pharmacy_supplement_cents"
                      FROM (
                        SELECT
                          "t6"."person_id",
                          EXTRACT(YEAR FROM "t6"."service_day") AS "year",
                          "t6"."reimbursed_cents",
                          "t6"."copayment_cents",
                          "t6"."supplement_cents"
                        FROM "core_dispensing_net" AS "t6"
                        WHERE
                          EXTRACT(YEAR FROM "t6"."service_day") BETWEEN 2022 AND 2023
                          AND (
                            (
                              (
                                "t6"."booking_month" - (
                                  "t6"."booking_month" % 100
                                )
                              ) - (
                                EXTRACT(YEAR FROM "t6"."service_day") * 100
                              )
                            ) * 12
                          ) <= (
                            (
                              24 - (
                                "t6"."booking_month" % 100
                              )
                            ) * 100
                          )
                      ) AS "t40"
                      GROUP BY
                        1,
                        2
                    ) AS "t53"
                  ) AS "t57"
                    ON "t79"."person_id" = "t57"."other_person_id" AND "t79"."year" = "t57"."other_year"
                ) AS "t81"
              ) AS "t85"
              FULL OUTER JOIN (
                SELECT
                  (
                    NOT "t46"."status" IS NULL
                  )
                  OR COALESCE("t46"."is_recognised", FALSE)
                  OR (
                    COALESCE("t46"."has_increased_child_allowance", FALSE)
                    OR COALESCE("t46"."has_integration_allowance", FALSE)
                    OR COALESCE("t46"."has_elderly_allowance", FALSE)
                    OR COALESCE("t46"."has_disability_allowance", FALSE)
                  ) AS "has_disability",
                  COALESCE("t46"."has_nursing_b", FALSE)
                  OR COALESCE("t46"."has_nursing_c", FALSE)
                  OR COALESCE("t46"."has_physiotherapy_e", FALSE)
                  OR COALESCE("t46"."has_increased_child_allowance", FALSE)
                  OR COALESCE("t46"."has_integration_allowance", FALSE)
                  OR COALESCE("t46"."has_elderly_allowance", FALSE)
                  OR COALESCE("t46"."has_third_party_help_old_1", FALSE)
                  OR COALESCE("t46"."has_third_party_help_old_2", FALSE)
                  OR COALESCE("t46"."has_third_party_help", FALSE)
                  OR COALESCE("t46"."has_120_hospital_days", FALSE)
                  OR COALESCE("t46"."has_6_admissions", FALSE) AS "has_dependency",
                  CAST(COALESCE("t46"."unemployment_days", 0) AS BIGINT) AS "unemployment_days",
                  CAST(COALESCE("t46"."incapacity_days", 0) AS BIGINT) AS "incapacity_days",
                  CAST(COALESCE("t46"."invalidity_days", 0) AS BIGINT) AS "invalidity_days",
                  TRUE AS "is_in_population",
                  "t46"."person_id" AS "other_person_id",
                  "t46"."year" AS "other_year"
                FROM "t42" AS "t46"
              ) AS "t63"
                ON "t85"."person_id" = "t63"."other_person_id" AND "t85"."year" = "t63"."other_year"
            ) AS "t90"
          ) AS "t95"
          FULL OUTER JOIN (
            SELECT
              "t44"."classic_stays",
              "t44"."day_stays",
              "t44"."psychiatric_stays",
              "t44"."hospital_nights",
              "t44"."person_id" AS "other_person_id",
              "t44"."year" AS "other_year"
            FROM (
              SELECT
                "t14"."person_id",
                "t14"."year",
                COUNT(CASE WHEN "t14"."stay_kind" = 'classic' THEN 1 ELSE NULL END) AS "classic_stays",
                COUNT(CASE WHEN NOT (
                  "t14"."stay_kind" = 'classic'
                ) THEN 1 ELSE NULL END) AS "day_stays",
                COUNT(
                  CASE
                    WHEN (
                      "t14"."stay_kind" = 'classic'
                    ) AND "t14"."is_psychiatric"
                    THEN 1
                    ELSE NULL
                  END
                ) AS "psychiatric_stays",
                CAST(CAST(COALESCE(SUM("t14"."nights"), 0) AS DECIMAL(38, 0)) AS BIGINT) AS "hospital_nights"
              FROM (
                SELECT
                  *
                FROM "derived_stay" AS "t1"
                WHERE
                  "t1"."year" BETWEEN 2022 AND 2023
              ) AS "t14"
              GROUP BY
                1,
                2
            ) AS "t44"
          ) AS "t50"
            ON "t95"."person_id" = "t50"."other_person_id" AND "t95"."year" = "t50"."other_year"
        ) AS "t97"
      ) AS "t101"
      FULL OUTER JOIN (
        SELECT
          "t52"."polypharmacy_substances",
          "t52"."polypharmacy_substances" >= "t52"."least" AS "is_polypharmacy",
          "t52"."very" >= "t52"."least_very" AS "is_excessive_polypharmacy",
          "t52"."person_id" AS "other_person_id",
          "t52"."year" AS "other_year"
        FROM (
          SELECT
            "t45"."person_id",
            "t45"."year",
            COUNT(
              CASE WHEN "t45"."ddd_thousandths" >= "t45"."polypharmacy_ddd" THEN 1 ELSE NULL END
            ) AS "polypharmacy_substances",
            COUNT(
              CASE
                WHEN "t45"."ddd_thousandths" >= "t45"."excessive_polypharmacy_ddd"
                THEN 1
                ELSE NULL
              END
            ) AS "very",
            MAX("t45"."polypharmacy_least") AS "least",
            MAX("t45"."excessive_polypharmacy_least") AS "least_very"
          FROM (
            SELECT
              "t34"."person_id",
              "t34"."year",
              "t34"."atc_code",
              "t34"."ddd_thousandths",
              "t34"."packages",
              "t34"."reimbursed_cents",
              "t34"."own_cents",
              "t35"."polypharmacy_ddd",
              "t35"."polypharmacy_least",
              "t36"."excessive_polypharmacy_ddd",
              "t36"."excessive_polypharmacy_least"
            FROM (
              SELECT
                *
              FROM "derived_person_year_drug" AS "t0"
              WHERE
                "t0"."year" BETWEEN 2022 AND 2023 AND LENGTH("t0"."atc_code") = 7
            ) AS "t34"
            INNER JOIN (
              SELECT
                "t2"."least_ddd_thousandths" AS "polypharmacy_ddd",
                CAST("t2"."least_substances" AS BIGINT) AS "polypharmacy_least",
                EXTRACT(YEAR FROM COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1))) AS "first_year",
                EXTRACT(YEAR FROM COALESCE("t2"."valid_to", MAKE_DATE(9999, 12, 31))) AS "last_year"
              FROM "reference_medicine_group" AS "t2"
              WHERE
                "t2"."code" = 'polypharmacy'
            ) AS "t35"
              ON "t34"."year" >= "t35"."first_year" AND "t34"."year" <= "t35"."last_year"
            INNER JOIN (
              SELECT
                "t2"."least_ddd_thousandths" AS "excessive_polypharmacy_ddd",
                CAST("t2"."least_substances" AS BIGINT) AS "excessive_polypharmacy_least",
                EXTRACT(YEAR FROM COALESCE("t2"."valid_from", MAKE_DATE(1900, 1, 1))) AS "first_year",
                EXTRACT(YEAR FROM COALESCE("t2"."valid_to", MAKE_DATE(9999, 12, 31))) AS "last_year"
              FROM "reference_medicine_group" AS "t2"
              WHERE
                "t2"."code" = 'excessive_polypharmacy'
            ) AS "t36"
              ON "t34"."year" >= "t36"."first_year" AND "t34"."year" <= "t36"."last_year"
          ) AS "t45"
          GROUP BY
            1,
            2
        ) AS "t52"
      ) AS "t58"
        ON "t101"."person_id" = "t58"."other_person_id"
        AND "t101"."year" = "t58"."other_year"
    ) AS "t102"
  ) AS "t104"
  LEFT OUTER JOIN (
    SELECT
      "t96"."person_id",
      "t96"."year",
      "t96"."forfait" = 1 AS "has_chronic_forfait",
      "t96"."status" = 1 AS "has_chronic_status"
    FROM (
      SELECT
        "t94"."person_id",
        "t94"."year",
        MAX("t94"."forfait") AS "forfait",
        MAX("t94"."status") AS "status"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t73"."person_id",
            "t73"."year",
            1 AS "forfait",
            0 AS "status"
          FROM "t72" AS "t73"
          WHERE
            "t73"."has_forfait"
        ) AS "t75"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t91"."person_id",
            "t91"."year",
            0 AS "forfait",
            1 AS "status"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t83"."person_id",
                CAST(CAST("t83"."year" AS BIGINT) + 1 AS INT) AS "year"
              FROM "t82" AS "t83"
              WHERE
                "t83"."last_missing" <= (
                  "t83"."last_grant" + 1
                )
            ) AS "t86"
            UNION
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t83"."person_id",
                  CAST(CAST("t83"."year" AS BIGINT) + 1 AS INT) AS "year"
                FROM "t82" AS "t83"
                WHERE
                  NOT "t83"."grant_year" IS NULL
              ) AS "t87"
              UNION
              SELECT
                *
              FROM (
                SELECT
                  "t83"."person_id",
                  CAST(CAST("t83"."year" AS BIGINT) + 2 AS INT) AS "year"
                FROM "t82" AS "t83"
                WHERE
                  NOT "t83"."grant_year" IS NULL
              ) AS "t88"
            ) AS "t89"
          ) AS "t91"
        ) AS "t92"
      ) AS "t94"
      GROUP BY
        1,
        2
    ) AS "t96"
  ) AS "t99"
    ON "t104"."person_id" = "t99"."person_id" AND "t104"."year" = "t99"."year"
) AS "t105"
