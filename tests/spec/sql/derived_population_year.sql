SELECT
  "t8"."person_id",
  "t8"."year",
  "t8"."reference_day",
  "t8"."state",
  "t8"."birth_year",
  CASE
    WHEN "t8"."year" - "t8"."birth_year" BETWEEN 0 AND 150 AND (
      "t8"."birth_year" > 0
    )
    THEN "t8"."year" - "t8"."birth_year"
    ELSE CAST(NULL AS INT)
  END AS "age",
  "t8"."sex",
  "t8"."municipality_code",
  "t8"."arrondissement_code",
  "t8"."province_code",
  "t8"."region_code",
  "t8"."cg1",
  "t8"."cg2",
  RIGHT("t8"."cg1", 1) IN ('1', '3', '5', '7', '9') AS "is_increased_reimbursement",
  "t8"."social_state",
  COALESCE("t8"."death_year", 0) BETWEEN 1 AND "t8"."year" AS "is_deceased",
  "t8"."disability_origin",
  "t8"."has_nursing_b",
  "t8"."has_nursing_c",
  "t8"."has_physiotherapy_e",
  "t8"."has_increased_child_allowance",
  "t8"."has_integration_allowance",
  "t8"."has_elderly_allowance",
  "t8"."has_third_party_help_old_1",
  "t8"."has_third_party_help_old_2",
  "t8"."has_third_party_help",
  "t8"."has_120_hospital_days",
  "t8"."has_6_admissions",
  "t8"."has_disability_allowance",
  "t8"."unemployment_days",
  "t8"."incapacity_days",
  "t8"."invalidity_days",
  "t8"."household_head_id"
FROM (
  SELECT
    "t7"."person_id",
    "t7"."reference_day",
    "t7"."state",
    "t7"."birth_year",
    "t7"."sex",
    "t7"."municipality_code",
    "t7"."cg1",
    "t7"."cg2",
    "t7"."social_state",
    "t7"."death_year",
    "t7"."household_head_id",
    "t7"."disability_origin",
    "t7"."has_nursing_b",
    "t7"."has_nursing_c",
    "t7"."has_physiotherapy_e",
    "t7"."has_increased_child_allowance",
    "t7"."has_integration_allowance",
    "t7"."has_elderly_allowance",
    "t7"."has_third_party_help_old_1",
    "t7"."has_third_party_help_old_2",
    "t7"."has_third_party_help",
    "t7"."has_120_hospital_days",
    "t7"."has_6_admissions",
    "t7"."has_disability_allowance",
    "t7"."unemployment_days",
    "t7"."incapacity_days",
    "t7"."invalidity_days",
    "t7"."year",
    "t3"."arrondissement_code",
    "t3"."province_code",
    "t3"."region_code"
  FROM (
    SELECT
      "t5"."person_id",
      "t5"."reference_day",
      "t5"."state",
      "t5"."birth_year",
      "t5"."sex",
      "t5"."municipality_code",
      "t5"."cg1",
      "t5"."cg2",
      "t5"."social_state",
      "t5"."death_year",
      "t5"."household_head_id",
      "t5"."disability_origin",
      "t5"."has_nursing_b",
      "t5"."has_nursing_c",
      "t5"."has_physiotherapy_e",
      "t5"."has_increased_child_allowance",
      "t5"."has_integration_allowance",
      "t5"."has_elderly_allowance",
      "t5"."has_third_party_help_old_1",
      "t5"."has_third_party_help_old_2",
      "t5"."has_third_party_help",
      "t5"."has_120_hospital_days",
      "t5"."has_6_admissions",
      "t5"."has_disability_allowance",
      "t5"."unemployment_days",
      "t5"."incapacity_days",
      "t5"."invalidity_days",
      "t5"."year"
    FROM (
      SELECT
        "t4"."person_id",
        "t4"."reference_day",
        "t4"."state",
        "t4"."birth_year",
        "t4"."sex",
        "t4"."municipality_code",
        "t4"."cg1",
        "t4"."cg2",
        "t4"."social_state",
        "t4"."death_year",
        "t4"."household_head_id",
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
        "t4"."invalidity_days",
        "t4"."year",
        ROW_NUMBER() OVER (
          PARTITION BY "t4"."person_id", "t4"."year"
          ORDER BY "t4"."reference_day" DESC, "t4"."state" ASC NULLS FIRST, "t4"."birth_year" ASC NULLS FIRST, "t4"."sex" ASC NULLS FIRST, "t4"."municipality_code" ASC NULLS FIRST, "t4"."cg1" ASC NULLS FIRST, "t4"."cg2" ASC NULLS FIRST, "t4"."social_state" ASC NULLS FIRST, "t4"."death_year" ASC NULLS FIRST, "t4"."household_head_id" ASC NULLS FIRST, "t4"."disability_origin" ASC NULLS FIRST, "t4"."has_nursing_b" ASC NULLS FIRST, "t4"."has_nursing_c" ASC NULLS FIRST, "t4"."has_physiotherapy_e" ASC NULLS FIRST, "t4"."has_increased_child_allowance" ASC NULLS FIRST, "t4"."has_integration_allowance" ASC NULLS FIRST, "t4"."has_elderly_allowance" ASC NULLS FIRST, "t4"."has_third_party_help_old_1" ASC NULLS FIRST, "t4"."has_third_party_help_old_2" ASC NULLS FIRST, "t4"."has_third_party_help" ASC NULLS FIRST, "t4"."has_120_hospital_days" ASC NULLS FIRST, "t4"."has_6_admissions" ASC NULLS FIRST, "t4"."has_disability_allowance" ASC NULLS FIRST, "t4"."unemployment_days" ASC NULLS FIRST, "t4"."incapacity_days" ASC NULLS FIRST, "t4"."invalidity_days" ASC NULLS FIRST
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "_rank"
      FROM (
        SELECT
          "t1"."person_id",
          "t1"."reference_day",
          "t1"."state",
          "t1"."birth_year",
          "t1"."sex",
          "t1"."municipality_code",
          "t1"."cg1",
          "t1"."cg2",
          "t1"."social_state",
          "t1"."death_year",
          "t1"."household_head_id",
          "t1"."disability_origin",
          "t1"."has_nursing_b",
          "t1"."has_nursing_c",
          "t1"."has_physiotherapy_e",
          "t1"."has_increased_child_allowance",
          "t1"."has_integration_allowance",
          "t1"."has_elderly_allowance",
          "t1"."has_third_party_help_old_1",
          "t1"."has_third_party_help_old_2",
          "t1"."has_third_party_help",
          "t1"."has_120_hospital_days",
          "t1"."has_6_admissions",
          "t1"."has_disability_allowance",
          "t1"."unemployment_days",
          "t1"."incapacity_days",
          "t1"."invalidity_days",
          EXTRACT(YEAR FROM "t1"."reference_day") AS "year"
        FROM "core_member_state" AS "t1"
        WHERE
          EXTRACT(YEAR FROM "t1"."reference_day") BETWEEN 2022 AND 2023
      ) AS "t4"
    ) AS "t5"
    WHERE
      "t5"."_rank" = 0
  ) AS "t7"
  LEFT OUTER JOIN (
    SELECT
      "t0"."code",
      "t0"."arrondissement_code",
      "t0"."province_code",
      "t0"."region_code",
      COALESCE("t0"."valid_from", MAKE_DATE(1900, 1, 1)) AS "first_day",
      COALESCE("t0"."valid_to", MAKE_DATE(9999, 12, 31)) AS "last_day"
    FROM "reference_municipality" AS "t0"
  ) AS "t3"
    ON "t7"."municipality_code" = "t3"."code"
    AND "t7"."reference_day" >= "t3"."first_day"
    AND "t7"."reference_day" <= "t3"."last_day"
) AS "t8"
