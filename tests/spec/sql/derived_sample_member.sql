WITH "t7" AS (
  SELECT
    "t2"."person_id",
    "t2"."year",
    "t2"."reference_day",
    "t2"."state",
    "t2"."birth_year",
    "t2"."age",
    "t2"."sex",
    "t2"."municipality_code",
    "t2"."arrondissement_code",
    "t2"."province_code",
    "t2"."region_code",
    "t2"."cg1",
    "t2"."cg2",
    "t2"."is_increased_reimbursement",
    "t2"."social_state",
    "t2"."is_deceased",
    "t2"."disability_origin",
    "t2"."has_nursing_b",
    "t2"."has_nursing_c",
    "t2"."has_physiotherapy_e",
    "t2"."has_increased_child_allowance",
    "t2"."has_integration_allowance",
    "t2"."has_elderly_allowance",
    "t2"."has_third_party_help_old_1",
    "t2"."has_third_party_help_old_2",
    "t2"."has_third_party_help",
    "t2"."has_120_hospital_days",
    "t2"."has_6_admissions",
    "t2"."unemployment_days",
    "t2"."incapacity_days",
    "t2"."invalidity_days",
    "t2"."household_head_id",
    "t2"."maf_household_right",
    "t2"."maf_household_category",
    "t2"."maf_individual_right",
    "t2"."has_maf_household_refund",
    "t2"."has_maf_individual_refund",
    "t2"."maf_start_day",
    "t2"."is_mixed_household",
    "t2"."household_type",
    "t2"."has_guaranteed_income",
    "t2"."has_elderly_income_guarantee",
    "t2"."has_subsistence_income",
    "t2"."has_disability_allowance",
    "t2"."has_long_unemployment",
    "t2"."has_social_welfare",
    "t4"."drawn",
    "t6"."drawn_until"
  FROM "derived_population_year" AS "t2"
  LEFT OUTER JOIN (
    SELECT DISTINCT
      "t1"."person_id" AS "drawn_id",
      "t1"."part" AS "drawn"
    FROM "core_sample" AS "t1"
  ) AS "t4"
    ON "t2"."person_id" = "t4"."drawn_id"
  CROSS JOIN (
    SELECT
      MAX("t1"."year") AS "drawn_until"
    FROM "core_sample" AS "t1"
  ) AS "t6"
), "t15" AS (
  SELECT
    "t14"."person_id",
    "t14"."year",
    "t14"."reference_day",
    "t14"."state",
    "t14"."birth_year",
    "t14"."age",
    "t14"."sex",
    "t14"."municipality_code",
    "t14"."arrondissement_code",
    "t14"."province_code",
    "t14"."region_code",
    "t14"."cg1",
    "t14"."cg2",
    "t14"."is_increased_reimbursement",
    "t14"."social_state",
    "t14"."is_deceased",
    "t14"."disability_origin",
    "t14"."has_nursing_b",
    "t14"."has_nursing_c",
    "t14"."has_physiotherapy_e",
    "t14"."has_increased_child_allowance",
    "t14"."has_integration_allowance",
    "t14"."has_elderly_allowance",
    "t14"."has_third_party_help_old_1",
    "t14"."has_third_party_help_old_2",
    "t14"."has_third_party_help",
    "t14"."has_120_hospital_days",
    "t14"."has_6_admissions",
    "t14"."unemployment_days",
    "t14"."incapacity_days",
    "t14"."invalidity_days",
    "t14"."household_head_id",
    "t14"."maf_household_right",
    "t14"."maf_household_category",
    "t14"."maf_individual_right",
    "t14"."has_maf_household_refund",
    "t14"."has_maf_individual_refund",
    "t14"."maf_start_day",
    "t14"."is_mixed_household",
    "t14"."household_type",
    "t14"."has_guaranteed_income",
    "t14"."has_elderly_income_guarantee",
    "t14"."has_subsistence_income",
    "t14"."has_disability_allowance",
    "t14"."has_long_unemployment",
    "t14"."has_social_welfare",
    "t14"."drawn",
    "t14"."drawn_until",
    "t14"."part",
    "t14"."is_drawn",
    "t14"."is_member",
    COALESCE(
      LAG("t14"."year") OVER (
        PARTITION BY "t14"."person_id"
        ORDER BY "t14"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t14"."year" - 1
      ),
      FALSE
    ) AS "insured_before",
    COALESCE(
      LAG("t14"."year") OVER (
        PARTITION BY "t14"."person_id"
        ORDER BY "t14"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t14"."year" - 1
      ),
      FALSE
    )
    AND COALESCE(
      LAG("t14"."is_drawn") OVER (
        PARTITION BY "t14"."person_id"
        ORDER BY "t14"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "is_drawn_before",
    COALESCE(
      LAG("t14"."year") OVER (
        PARTITION BY "t14"."person_id"
        ORDER BY "t14"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t14"."year" - 1
      ),
      FALSE
    )
    AND COALESCE(
      LAG("t14"."is_member") OVER (
        PARTITION BY "t14"."person_id"
        ORDER BY "t14"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "is_member_before",
    COALESCE(
      LEAD("t14"."year") OVER (
        PARTITION BY "t14"."person_id"
        ORDER BY "t14"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t14"."year" + 1
      ),
      FALSE
    ) AS "insured_after",
    COALESCE(
      LEAD("t14"."year") OVER (
        PARTITION BY "t14"."person_id"
        ORDER BY "t14"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t14"."year" + 1
      ),
      FALSE
    )
    AND COALESCE(
      LEAD("t14"."is_drawn") OVER (
        PARTITION BY "t14"."person_id"
        ORDER BY "t14"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "is_drawn_after",
    COALESCE(
      LEAD("t14"."year") OVER (
        PARTITION BY "t14"."person_id"
        ORDER BY "t14"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) = (
        "t14"."year" + 1
      ),
      FALSE
    )
    AND COALESCE(
      LEAD("t14"."is_member") OVER (
        PARTITION BY "t14"."person_id"
        ORDER BY "t14"."year" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      FALSE
    ) AS "is_member_after"
  FROM (
    SELECT
      "t13"."person_id",
      "t13"."year",
      "t13"."reference_day",
      "t13"."state",
      "t13"."birth_year",
      "t13"."age",
      "t13"."sex",
      "t13"."municipality_code",
      "t13"."arrondissement_code",
      "t13"."province_code",
      "t13"."region_code",
      "t13"."cg1",
      "t13"."cg2",
      "t13"."is_increased_reimbursement",
      "t13"."social_state",
      "t13"."is_deceased",
      "t13"."disability_origin",
      "t13"."has_nursing_b",
      "t13"."has_nursing_c",
      "t13"."has_physiotherapy_e",
      "t13"."has_increased_child_allowance",
      "t13"."has_integration_allowance",
      "t13"."has_elderly_allowance",
      "t13"."has_third_party_help_old_1",
      "t13"."has_third_party_help_old_2",
      "t13"."has_third_party_help",
      "t13"."has_120_hospital_days",
      "t13"."has_6_admissions",
      "t13"."unemployment_days",
      "t13"."incapacity_days",
      "t13"."invalidity_days",
      "t13"."household_head_id",
      "t13"."maf_household_right",
      "t13"."maf_household_category",
      "t13"."maf_individual_right",
      "t13"."has_maf_household_refund",
      "t13"."has_maf_individual_refund",
      "t13"."maf_start_day",
      "t13"."is_mixed_household",
      "t13"."household_type",
      "t13"."has_guaranteed_income",
      "t13"."has_elderly_income_guarantee",
      "t13"."has_subsistence_income",
      "t13"."has_disability_allowance",
      "t13"."has_long_unemployment",
      "t13"."has_social_welfare",
      "t13"."drawn",
      "t13"."drawn_until",
      "t13"."part",
      COALESCE("t13"."part" IN ('base', 'extra'), FALSE) AS "is_drawn",
      NOT "t13"."part" IS NULL AS "is_member"
    FROM (
      SELECT
        "t10"."person_id",
        "t10"."year",
        "t10"."reference_day",
        "t10"."state",
        "t10"."birth_year",
        "t10"."age",
        "t10"."sex",
        "t10"."municipality_code",
        "t10"."arrondissement_code",
        "t10"."province_code",
        "t10"."region_code",
        "t10"."cg1",
        "t10"."cg2",
        "t10"."is_increased_reimbursement",
        "t10"."social_state",
        "t10"."is_deceased",
        "t10"."disability_origin",
        "t10"."has_nursing_b",
        "t10"."has_nursing_c",
        "t10"."has_physiotherapy_e",
        "t10"."has_increased_child_allowance",
        "t10"."has_integration_allowance",
        "t10"."has_elderly_allowance",
        "t10"."has_third_party_help_old_1",
        "t10"."has_third_party_help_old_2",
        "t10"."has_third_party_help",
        "t10"."has_120_hospital_days",
        "t10"."has_6_admissions",
        "t10"."unemployment_days",
        "t10"."incapacity_days",
        "t10"."invalidity_days",
        "t10"."household_head_id",
        "t10"."maf_household_right",
        "t10"."maf_household_category",
        "t10"."maf_individual_right",
        "t10"."has_maf_household_refund",
        "t10"."has_maf_individual_refund",
        "t10"."maf_start_day",
        "t10"."is_mixed_household",
        "t10"."household_type",
        "t10"."has_guaranteed_income",
        "t10"."has_elderly_income_guarantee",
        "t10"."has_subsistence_income",
        "t10"."has_disability_allowance",
        "t10"."has_long_unemployment",
        "t10"."has_social_welfare",
        "t10"."drawn",
        "t10"."drawn_until",
        COALESCE(
          "t10"."part",
          CASE WHEN NOT "t12"."head_id" IS NULL THEN 'household' ELSE CAST(NULL AS TEXT) END
        ) AS "part"
      FROM (
        SELECT
          "t8"."person_id",
          "t8"."year",
          "t8"."reference_day",
          "t8"."state",
          "t8"."birth_year",
          "t8"."age",
          "t8"."sex",
          "t8"."municipality_code",
          "t8"."arrondissement_code",
          "t8"."province_code",
          "t8"."region_code",
          "t8"."cg1",
          "t8"."cg2",
          "t8"."is_increased_reimbursement",
          "t8"."social_state",
          "t8"."is_deceased",
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
          "t8"."unemployment_days",
          "t8"."incapacity_days",
          "t8"."invalidity_days",
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
          "t8"."has_social_welfare",
          "t8"."drawn",
          "t8"."drawn_until",
          CASE
            WHEN "t8"."drawn" = 'base'
            THEN 'base'
            WHEN (
              "t8"."drawn" = 'extra'
            ) AND (
              "t8"."age" >= 65
            )
            THEN 'extra'
            ELSE CAST(NULL AS TEXT)
          END AS "part"
        FROM "t7" AS "t8"
        WHERE
          "t8"."year" <= "t8"."drawn_until"
      ) AS "t10"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          "t8"."household_head_id" AS "head_id",
          "t8"."year" AS "head_year"
        FROM "t7" AS "t8"
        WHERE
          "t8"."year" <= "t8"."drawn_until"
          AND NOT CASE
            WHEN "t8"."drawn" = 'base'
            THEN 'base'
            WHEN (
              "t8"."drawn" = 'extra'
            ) AND (
              "t8"."age" >= 65
            )
            THEN 'extra'
            ELSE CAST(NULL AS TEXT)
          END IS NULL
      ) AS "t12"
        ON "t10"."household_head_id" = "t12"."head_id" AND "t10"."year" = "t12"."head_year"
    ) AS "t13"
  ) AS "t14"
)
SELECT
  "t20"."person_id",
  "t20"."year",
  "t20"."part",
  CASE
    WHEN NOT (
      "t20"."is_drawn"
    )
    THEN CAST(NULL AS INT)
    WHEN "t20"."age" >= 65
    THEN 20
    ELSE 40
  END AS "weight",
  CASE WHEN "t20"."part" = 'base' THEN 40 ELSE CAST(NULL AS INT) END AS "base_weight",
  CASE
    WHEN CASE
      WHEN "t20"."is_drawn"
      THEN "t20"."is_drawn_before"
      ELSE "t20"."is_member_before" AND NOT (
        "t20"."is_drawn_before"
      )
    END
    THEN CAST(NULL AS TEXT)
    WHEN NOT (
      "t20"."is_drawn"
    )
    THEN 'household'
    WHEN "t20"."year" = "t20"."first_year"
    THEN 'start'
    WHEN "t20"."birth_year" = "t20"."year"
    THEN 'newborn'
    WHEN "t20"."insured_before"
    THEN 'turned_65'
    ELSE 'immigrant'
  END AS "entered",
  CASE
    WHEN CASE
      WHEN "t20"."is_drawn"
      THEN "t20"."is_drawn_after"
      ELSE "t20"."is_member_after" AND NOT (
        "t20"."is_drawn_after"
      )
    END
    OR (
      "t20"."year" = "t20"."last_year"
    )
    THEN CAST(NULL AS TEXT)
    WHEN "t20"."is_deceased"
    THEN 'death'
    WHEN NOT (
      "t20"."insured_after"
    )
    THEN 'emigration'
    ELSE 'household'
  END AS "left"
FROM (
  SELECT
    "t17"."person_id",
    "t17"."year",
    "t17"."reference_day",
    "t17"."state",
    "t17"."birth_year",
    "t17"."age",
    "t17"."sex",
    "t17"."municipality_code",
    "t17"."arrondissement_code",
    "t17"."province_code",
    "t17"."region_code",
    "t17"."cg1",
    "t17"."cg2",
    "t17"."is_increased_reimbursement",
    "t17"."social_state",
    "t17"."is_deceased",
    "t17"."disability_origin",
    "t17"."has_nursing_b",
    "t17"."has_nursing_c",
    "t17"."has_physiotherapy_e",
    "t17"."has_increased_child_allowance",
    "t17"."has_integration_allowance",
    "t17"."has_elderly_allowance",
    "t17"."has_third_party_help_old_1",
    "t17"."has_third_party_help_old_2",
    "t17"."has_third_party_help",
    "t17"."has_120_hospital_days",
    "t17"."has_6_admissions",
    "t17"."unemployment_days",
    "t17"."incapacity_days",
    "t17"."invalidity_days",
    "t17"."household_head_id",
    "t17"."maf_household_right",
    "t17"."maf_household_category",
    "t17"."maf_individual_right",
    "t17"."has_maf_household_refund",
    "t17"."has_maf_individual_refund",
    "t17"."maf_start_day",
    "t17"."is_mixed_household",
    "t17"."household_type",
    "t17"."has_guaranteed_income",
    "t17"."has_elderly_income_guarantee",
    "t17"."has_subsistence_income",
    "t17"."has_disability_allowance",
    "t17"."has_long_unemployment",
    "t17"."has_social_welfare",
    "t17"."drawn",
    "t17"."drawn_until",
    "t17"."part",
    "t17"."is_drawn",
    "t17"."is_member",
    "t17"."insured_before",
    "t17"."is_drawn_before",
    "t17"."is_member_before",
    "t17"."insured_after",
    "t17"."is_drawn_after",
    "t17"."is_member_after",
    "t19"."first_year",
    "t19"."last_year"
  FROM "t15" AS "t17"
  CROSS JOIN (
    SELECT
      MIN("t16"."year") AS "first_year",
      MAX("t16"."year") AS "last_year"
    FROM "t15" AS "t16"
  ) AS "t19"
) AS "t20"
WHERE
  "t20"."is_member"
