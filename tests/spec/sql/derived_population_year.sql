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
  "t8"."household_head_id",
  "t8"."maf_household_right",
  "t8"."maf_household_category",
  "t8"."maf_individual_right",
  "t8"."has_maf_household_refund",
  "t8"."has_maf_individual_refund",
  "t8"."maf_start_day",
  "t8"."is_mixed_household",
  "t8"."household_type",
  "t8"."has_guaranteed_income",
  "t8"."has_elderly_income_guarantee",
  "t8"."has_subsistence_income",
  "t8"."has_disability_allowance",
  "t8"."has_long_unemployment",
  "t8"."has_social_welfare"
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
    "t7"."maf_household_right",
    "t7"."maf_household_category",
    "t7"."maf_individual_right",
    "t7"."has_maf_household_refund",
    "t7"."has_maf_individual_refund",
    "t7"."maf_start_day",
    "t7"."is_mixed_household",
    "t7"."household_type",
    "t7"."has_guaranteed_income",
    "t7"."has_elderly_income_guarantee",
    "t7"."has_subsistence_income",
    "t7"."has_disability_allowance",
    "t7"."has_long_unemployment",
    "t7"."has_social_welfare",
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
      "t5"."maf_household_right",
      "t5"."maf_household_category",
      "t5"."maf_individual_right",
      "t5"."has_maf_household_refund",
      "t5"."has_maf_individual_refund",
      "t5"."maf_start_day",
      "t5"."is_mixed_household",
      "t5"."household_type",
      "t5"."has_guaranteed_income",
      "t5"."has_elderly_income_guarantee",
      "t5"."has_subsistence_income",
      "t5"."has_disability_allowance",
      "t5"."has_long_unemployment",
      "t5"."has_social_welfare",
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
        "t4"."maf_household_right",
        "t4"."maf_household_category",
        "t4"."maf_individual_right",
        "t4"."has_maf_household_refund",
        "t4"."has_maf_individual_refund",
        "t4"."maf_start_day",
        "t4"."is_mixed_household",
        "t4"."household_type",
        "t4"."has_guaranteed_income",
        "t4"."has_elderly_income_guarantee",
        "t4"."has_subsistence_income",
        "t4"."has_disability_allowance",
        "t4"."has_long_unemployment",
        "t4"."has_social_welfare",
        "t4"."year",
        ROW_NUMBER() OVER (
          PARTITION BY "t4"."person_id", "t4"."year"
          ORDER BY "t4"."reference_day" DESC, "t4"."state" ASC NULLS FIRST, "t4"."birth_year" ASC NULLS FIRST, "t4"."sex" ASC NULLS FIRST, "t4"."municipality_code" ASC NULLS FIRST, "t4"."cg1" ASC NULLS FIRST, "t4"."cg2" ASC NULLS FIRST, "t4"."social_state" ASC NULLS FIRST, "t4"."death_year" ASC NULLS FIRST, "t4"."household_head_id" ASC NULLS FIRST, "t4"."maf_household_right" ASC NULLS FIRST, "t4"."maf_household_category" ASC NULLS FIRST, "t4"."maf_individual_right" ASC NULLS FIRST, "t4"."has_maf_household_refund" ASC NULLS FIRST, "t4"."has_maf_individual_refund" ASC NULLS FIRST, "t4"."maf_start_day" ASC NULLS FIRST, "t4"."is_mixed_household" ASC NULLS FIRST, "t4"."household_type" ASC NULLS FIRST, "t4"."has_guaranteed_income" ASC NULLS FIRST, "t4"."has_elderly_income_guarantee" ASC NULLS FIRST, "t4"."has_subsistence_income" ASC NULLS FIRST, "t4"."has_disability_allowance" ASC NULLS FIRST, "t4"."has_long_unemployment" ASC NULLS FIRST, "t4"."has_social_welfare" ASC NULLS FIRST
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
          "t1"."maf_household_right",
          "t1"."maf_household_category",
          "t1"."maf_individual_right",
          "t1"."has_maf_household_refund",
          "t1"."has_maf_individual_refund",
          "t1"."maf_start_day",
          "t1"."is_mixed_household",
          "t1"."household_type",
          "t1"."has_guaranteed_income",
          "t1"."has_elderly_income_guarantee",
          "t1"."has_subsistence_income",
          "t1"."has_disability_allowance",
          "t1"."has_long_unemployment",
          "t1"."has_social_welfare",
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
