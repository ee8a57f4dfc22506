SELECT
  "t58"."year",
  "t58"."region_code",
  "t58"."province_code",
  "t58"."arrondissement_code",
  "t58"."municipality_code",
  COALESCE("t58"."sex", 'unknown') AS "sex",
  CASE
    WHEN "t58"."age" BETWEEN 0 AND 4
    THEN '00-04'
    WHEN "t58"."age" BETWEEN 5 AND 14
    THEN '05-14'
    WHEN "t58"."age" BETWEEN 15 AND 24
    THEN '15-24'
    WHEN "t58"."age" BETWEEN 25 AND 34
    THEN '25-34'
    WHEN "t58"."age" BETWEEN 35 AND 44
    THEN '35-44'
    WHEN "t58"."age" BETWEEN 45 AND 54
    THEN '45-54'
    WHEN "t58"."age" BETWEEN 55 AND 64
    THEN '55-64'
    WHEN "t58"."age" BETWEEN 65 AND 74
    THEN '65-74'
    WHEN "t58"."age" BETWEEN 75 AND 84
    THEN '75-84'
    WHEN "t58"."age" >= 85
    THEN '85+'
    ELSE 'unknown'
  END AS "age_class",
  CASE
    WHEN "t58"."is_increased_reimbursement"
    THEN 'yes'
    WHEN NOT (
      "t58"."is_increased_reimbursement"
    )
    THEN 'no'
    ELSE 'unknown'
  END AS "increased_reimbursement",
  COALESCE(NOT "t58"."age" IS NULL, FALSE) AS "persons_1",
  COALESCE("t58"."age" BETWEEN 18 AND 64, FALSE) AS "persons_2",
  COALESCE("t58"."maf_member" >= 1, FALSE) AS "persons_3",
  COALESCE("t58"."classic_stays" >= 1, FALSE) AS "persons_4",
  COALESCE("t58"."gp_contacts" >= 3, FALSE) AS "persons_5",
  COALESCE("t58"."practice_assigned" >= 1, FALSE) AS "persons_6",
  COALESCE("t58"."specialist_contacts" >= 1, FALSE) AS "persons_7",
  COALESCE("t58"."age" BETWEEN 6 AND 17, FALSE) AS "persons_8",
  COALESCE("t58"."dental_contacts" >= 1, FALSE) AS "persons_9",
  COALESCE("t58"."physiotherapy_contacts" >= 1, FALSE) AS "persons_10",
  COALESCE("t58"."age" BETWEEN 0 AND 17, FALSE) AS "persons_11",
  COALESCE("t58"."home_nursing_days" >= 1, FALSE) AS "persons_12",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days" = 0
  ), FALSE) AS "persons_13",
  COALESCE("t58"."age" >= 75, FALSE) AS "persons_14",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days" >= 1
  ), FALSE) AS "persons_15",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days_before" = 0
  ), FALSE) AS "persons_16",
  COALESCE((
    "t58"."age" >= 18
  ) AND (
    "t58"."index_stays" >= 1
  ), FALSE) AS "persons_17",
  COALESCE("t58"."age" BETWEEN 15 AND 49 AND (
    "t58"."sex" = '2'
  ), FALSE) AS "persons_18",
  COALESCE("t58"."antidepressants_packages" >= 1, FALSE) AS "persons_19",
  COALESCE("t58"."age" >= 18, FALSE) AS "persons_20",
  COALESCE("t58"."age" >= 65, FALSE) AS "persons_21",
  COALESCE("t58"."psychiatric_index_stays" >= 1, FALSE) AS "persons_22",
  COALESCE("t58"."antibiotics_ddd", 0) AS "persons_23",
  COALESCE("t58"."amoxicillin_ddd" + "t58"."amoxiclav_ddd", 0) AS "persons_24",
  COALESCE("t58"."opioids_packages" >= 1, FALSE) AS "persons_25",
  COALESCE("t58"."anticoagulants_packages" >= 1, FALSE) AS "persons_26",
  COALESCE("t58"."age" >= 50, FALSE) AS "persons_27",
  COALESCE("t58"."has_chronic_status", FALSE) AS "persons_28",
  COALESCE(
    "t58"."age" BETWEEN 18 AND 64
    AND (
      "t58"."incapacity_days_before" >= 1
    )
    AND (
      "t58"."invalidity_days_before" = 0
    ),
    FALSE
  ) AS "persons_29",
  COALESCE("t58"."is_deceased", FALSE) AS "persons_30",
  COALESCE(
    (
      (
        "t58"."loop_diuretics_ddd" >= 90000
      ) AND (
        "t58"."hf_base_ddd" >= 90000
      )
    )
    OR (
      "t58"."arni_packages" >= 1
    )
    OR (
      "t58"."heart_failure_records" >= 1
    ),
    FALSE
  ) AS "persons_31",
  COALESCE(
    (
      (
        (
          "t58"."loop_diuretics_ddd" >= 90000
        ) AND (
          "t58"."hf_base_ddd" >= 90000
        )
      )
      OR (
        "t58"."arni_packages" >= 1
      )
      OR (
        "t58"."heart_failure_records" >= 1
      )
    )
    AND (
      "t58"."index_stays" >= 1
    ),
    FALSE
  ) AS "persons_32",
  COALESCE(
    (
      (
        (
          "t58"."loop_diuretics_ddd" >= 90000
        ) AND (
          "t58"."hf_base_ddd" >= 90000
        )
      )
      OR (
        "t58"."arni_packages" >= 1
      )
      OR (
        "t58"."heart_failure_records" >= 1
      )
    )
    AND (
      "t58"."prom_eq5d_answers" >= 2
    ),
    FALSE
  ) AS "persons_33",
  COALESCE("t58"."diabetes_ddd" >= 90000, FALSE) AS "persons_34",
  COALESCE((
    "t58"."diabetes_ddd" >= 90000
  ) AND (
    "t58"."hba1c_records" >= 1
  ), FALSE) AS "persons_35",
  COALESCE(
    (
      "t58"."diabetes_ddd" >= 90000
    )
    AND (
      "t58"."blood_pressure_systolic_records" >= 1
    ),
    FALSE
  ) AS "persons_36",
  COALESCE((
    "t58"."diabetes_ddd" >= 90000
  ) AND "t58"."age" BETWEEN 40 AND 75, FALSE) AS "persons_37",
  COALESCE(
    (
      "t58"."diabetes_ddd" >= 90000
    ) AND (
      "t58"."prem_care_answers" >= 1
    ),
    FALSE
  ) AS "persons_38",
  COALESCE((
    "t58"."airway_ddd" >= 90000
  ) AND (
    "t58"."age" >= 50
  ), FALSE) AS "persons_39",
  COALESCE(
    (
      "t58"."airway_ddd" >= 90000
    )
    AND (
      "t58"."age" >= 50
    )
    AND (
      "t58"."prom_eq5d_answers" >= 2
    ),
    FALSE
  ) AS "persons_40",
  COALESCE("t58"."prem_care_answers" >= 1, FALSE) AS "persons_41",
  CAST(CASE WHEN TRUE THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_insured",
  CAST(CASE WHEN "t58"."is_increased_reimbursement" THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_increased_reimbursement",
  CASE
    WHEN COALESCE(NOT "t58"."age" IS NULL, FALSE)
    THEN COALESCE(CAST("t58"."age" AS BIGINT), 0)
    ELSE 0
  END AS "part_mean_age",
  COALESCE(NOT "t58"."age" IS NULL, FALSE)
  AND (
    CAST(CASE WHEN "t58"."age" >= 65 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_seniors",
  COALESCE(CAST(CASE WHEN "t58"."age" = 0 THEN 1 ELSE 0 END AS BIGINT), 0) AS "part_newborns",
  COALESCE(CAST(CASE WHEN "t58"."is_deceased" THEN 1 ELSE 0 END AS BIGINT), 0) AS "part_deaths",
  CAST(CASE WHEN "t58"."social_state" = '04' THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_self_employed",
  CAST(CASE WHEN "t58"."social_state" = '06' THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_bereaved",
  CAST(CASE WHEN "t58"."social_state" = '09' THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_students",
  COALESCE("t58"."age" BETWEEN 18 AND 64, FALSE)
  AND (
    CAST(CASE WHEN "t58"."unemployment_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_unemployed",
  CAST(CASE WHEN "t58"."has_disability" THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_disability",
  COALESCE("t58"."copayment_cents", 0) AS "part_mean_copayment",
  COALESCE("t58"."supplement_cents", 0) AS "part_mean_supplement",
  COALESCE("t58"."reimbursed_cents", 0) AS "part_mean_reimbursed",
  COALESCE("t58"."maf_member" >= 1, FALSE)
  AND (
    CAST(CASE WHEN "t58"."maf_reached" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_maf_reached",
  CASE
    WHEN COALESCE("t58"."maf_member" >= 1, FALSE)
    THEN COALESCE("t58"."maf_repaid_cents", 0)
    ELSE 0
  END AS "part_maf_repaid",
  COALESCE("t58"."maf_member" >= 1, FALSE)
  AND (
    CAST(CASE WHEN "t58"."maf_social" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_maf_social",
  COALESCE("t58"."maf_member" >= 1, FALSE)
  AND (
    CAST(CASE WHEN "t58"."maf_reduced" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_maf_chronic",
  CAST(CASE WHEN "t58"."supplement_cents" > 0 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_supplement_payers",
  CAST(CASE
    WHEN NOT (
      "t58"."is_in_care"
    ) AND NOT (
      "t58"."is_in_pharmacy"
    )
    THEN 1
    ELSE 0
  END AS BIGINT) <> 0 AS "part_no_care",
  CASE
    WHEN COALESCE("t58"."classic_stays" >= 1, FALSE)
    THEN COALESCE("t58"."stay_patient_cents", 0)
    ELSE 0
  END AS "part_hospital_bill",
  CASE
    WHEN COALESCE("t58"."classic_stays" >= 1, FALSE)
    THEN COALESCE("t58"."stay_fee_supplement_cents", 0)
    ELSE 0
  END AS "part_fee_supplement",
  CASE
    WHEN COALESCE("t58"."classic_stays" >= 1, FALSE)
    THEN COALESCE("t58"."stay_room_supplement_cents", 0)
    ELSE 0
  END AS "part_room_supplement",
  COALESCE("t58"."classic_stays" >= 1, FALSE)
  AND (
    CAST(CASE WHEN "t58"."single_room_stays" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_single_room",
  COALESCE("t58"."transport_cost_cents", 0) AS "part_transport_cost",
  CAST(CASE WHEN "t58"."gp_contacts" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_gp_contact",
  CAST(CASE WHEN "t58"."global_medical_files" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_gmd",
  COALESCE("t58"."gp_contacts", 0) AS "part_gp_contacts",
  COALESCE("t58"."gp_home_visits", 0) AS "part_gp_home_visits",
  CAST(CASE WHEN "t58"."gp_remote_contacts" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_gp_remote",
  COALESCE("t58"."gp_out_of_hours_contacts", 0) AS "part_gp_out_of_hours",
  COALESCE("t58"."gp_contacts" >= 3, FALSE)
  AND (
    CAST(CASE
      WHEN (
        "t58"."most_seen_gp_contacts" * 100
      ) >= (
        "t58"."gp_contacts" * 75
      )
      THEN 1
      ELSE 0
    END AS BIGINT) <> 0
  ) AS "part_gp_continuity",
  CAST(CASE WHEN "t58"."gp_providers" >= 4 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_gp_many_providers",
  CAST(CASE WHEN "t58"."gp_years" >= 3 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_gp_every_year",
  CAST(CASE WHEN "t58"."is_in_medical_house" THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_medical_house",
  CAST(CASE WHEN "t58"."practice_assigned" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_practice_listed",
  COALESCE("t58"."practice_assigned" >= 1, FALSE)
  AND (
    CAST(CASE
      WHEN (
        "t58"."practice_by_file" + "t58"."practice_by_capitation"
      ) = 0
      THEN 1
      ELSE 0
    END AS BIGINT) <> 0
  ) AS "part_practice_by_contacts",
  CASE
    WHEN COALESCE("t58"."practice_assigned" >= 1, FALSE)
    THEN COALESCE("t58"."practice_contacts", 0)
    ELSE 0
  END AS "part_practice_contacts",
  CAST(CASE WHEN "t58"."specialist_contacts" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_specialist_contact",
  COALESCE("t58"."specialist_contacts" >= 1, FALSE)
  AND (
    CAST(CASE WHEN "t58"."gp_contacts" = 0 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_specialist_without_gp",
  COALESCE("t58"."laboratory_days", 0) AS "part_laboratory_days",
  COALESCE("t58"."imaging_days", 0) AS "part_imaging_days",
  CAST(CASE WHEN "t58"."dental_contacts" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_dental_contact",
  CAST(CASE WHEN "t58"."dental_years" >= 2 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_dental_regular",
  COALESCE("t58"."age" BETWEEN 6 AND 17, FALSE)
  AND (
    CAST(CASE WHEN "t58"."orthodontic_acts" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_orthodontics",
  COALESCE("t58"."dental_cost_cents", 0) AS "part_dental_cost",
  CASE
    WHEN COALESCE("t58"."dental_contacts" >= 1, FALSE)
    THEN COALESCE("t58"."dental_own_cents", 0)
    ELSE 0
  END AS "part_dental_own_cost",
  CAST(CASE WHEN "t58"."physiotherapy_contacts" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_physiotherapy",
  CASE
    WHEN COALESCE("t58"."physiotherapy_contacts" >= 1, FALSE)
    THEN COALESCE("t58"."physiotherapy_contacts", 0)
    ELSE 0
  END AS "part_physiotherapy_contacts",
  COALESCE("t58"."age" BETWEEN 0 AND 17, FALSE)
  AND (
    CAST(CASE WHEN "t58"."speech_therapy_contacts" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_speech_therapy",
  COALESCE("t58"."rehabilitation_cost_cents", 0) AS "part_rehabilitation_cost",
  CAST(CASE WHEN "t58"."home_nursing_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_home_nursing",
  CASE
    WHEN COALESCE("t58"."home_nursing_days" >= 1, FALSE)
    THEN COALESCE("t58"."home_nursing_days", 0)
    ELSE 0
  END AS "part_home_nursing_days",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days" = 0
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."nursing_toilet_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_nursing_toilet",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days" = 0
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."nursing_forfait_a_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_nursing_forfait_a",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days" = 0
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."nursing_forfait_b_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_nursing_forfait_b",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days" = 0
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."nursing_forfait_c_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_nursing_forfait_c",
  COALESCE("t58"."nursing_cost_cents", 0) AS "part_nursing_cost",
  COALESCE("t58"."age" >= 75, FALSE)
  AND (
    CAST(CASE WHEN "t58"."nursing_home_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_nursing_home",
  CASE
    WHEN COALESCE((
      "t58"."age" >= 65
    ) AND (
      "t58"."nursing_home_days" >= 1
    ), FALSE)
    THEN COALESCE("t58"."nursing_home_days", 0)
    ELSE 0
  END AS "part_nursing_home_days",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days" >= 1
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."nursing_home_class" IN ('B', 'C', 'Cd', 'D') THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_nursing_home_dependent",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days" >= 1
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."nursing_home_class" IN ('Cd', 'D') THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_nursing_home_dementia",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days_before" = 0
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."nursing_home_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_nursing_home_new",
  CAST(CASE WHEN "t58"."has_dependency" THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_dependency",
  COALESCE("t58"."classic_stays", 0) AS "part_classic_stays",
  COALESCE("t58"."day_stays", 0) AS "part_day_stays",
  COALESCE("t58"."hospital_nights", 0) AS "part_hospital_nights",
  CAST(CASE WHEN "t58"."classic_stays" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_hospitalised",
  CASE
    WHEN COALESCE("t58"."classic_stays" >= 1, FALSE)
    THEN COALESCE("t58"."classic_nights", 0)
    ELSE 0
  END AS "part_nights_per_patient",
  CAST(CASE WHEN "t58"."hospital_nights" >= 120 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_long_hospitalisation",
  COALESCE("t58"."emergency_contacts", 0) AS "part_emergency_contacts",
  COALESCE("t58"."unplanned_stays", 0) AS "part_unplanned_stays",
  COALESCE((
    "t58"."age" >= 18
  ) AND (
    "t58"."index_stays" >= 1
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."readmissions" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_unplanned_readmission",
  COALESCE("t58"."transfers", 0) AS "part_transfers",
  COALESCE("t58"."oncological_stays", 0) AS "part_oncological_stays",
  COALESCE("t58"."hospital_cost_cents", 0) AS "part_hospital_cost",
  CAST(CASE WHEN "t58"."dialysis_cost_cents" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_dialysis",
  CAST(CASE WHEN "t58"."radiotherapy_cost_cents" > 0 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_radiotherapy",
  COALESCE("t58"."age" BETWEEN 15 AND 49 AND (
    "t58"."sex" = '2'
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."midwife_cost_cents" > 0 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_midwife_care",
  CAST(CASE WHEN "t58"."antidepressants_ddd" >= 90000 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_antidepressants",
  COALESCE("t58"."antidepressants_packages" >= 1, FALSE)
  AND (
    CAST(CASE WHEN "t58"."antidepressants_ddd" < 90000 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_antidepressants_short",
  CAST(CASE WHEN "t58"."antipsychotics_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_antipsychotics",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days" >= 1
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."antipsychotics_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_antipsychotics_residents",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days" = 0
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."antipsychotics_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_antipsychotics_home",
  COALESCE((
    "t58"."age" >= 65
  ) AND (
    "t58"."nursing_home_days" >= 1
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."antidepressants_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_antidepressants_residents",
  COALESCE("t58"."age" >= 18, FALSE)
  AND (
    CAST(CASE WHEN "t58"."benzodiazepines_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_benzodiazepines",
  COALESCE("t58"."age" BETWEEN 0 AND 17, FALSE)
  AND (
    CAST(CASE WHEN "t58"."adhd_medicines_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_adhd_medicines",
  COALESCE("t58"."age" >= 65, FALSE)
  AND (
    CAST(CASE WHEN "t58"."dementia_medicines_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_dementia_medicines",
  CAST(CASE WHEN "t58"."psychiatrist_contacts" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_psychiatrist_patients",
  COALESCE("t58"."psychiatric_stays", 0) AS "part_psychiatric_stays",
  COALESCE("t58"."psychiatric_index_stays" >= 1, FALSE)
  AND (
    CAST(CASE WHEN "t58"."psychiatric_readmissions" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_psychiatric_readmission",
  COALESCE("t58"."antibiotics_ddd", 0) AS "part_antibiotics_ddd",
  CAST(CASE WHEN "t58"."antibiotics_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_antibiotic_users",
  COALESCE("t58"."antibiotics_packages", 0) AS "part_antibiotic_packages",
  COALESCE("t58"."second_line_ddd", 0) AS "part_second_line",
  COALESCE("t58"."quinolones_ddd", 0) AS "part_quinolones",
  COALESCE("t58"."amoxicillin_ddd", 0) AS "part_amoxicillin_ratio",
  CAST(CASE WHEN "t58"."is_polypharmacy" THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_polypharmacy",
  CAST(CASE WHEN "t58"."medicines_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_medicine_users",
  COALESCE("t58"."pharmacy_cost_cents", 0) AS "part_medicine_cost",
  COALESCE("t58"."pharmacy_own_cents", 0) AS "part_medicine_own_cost",
  CAST(CASE WHEN "t58"."opioids_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_opioids",
  COALESCE("t58"."opioids_packages" >= 1, FALSE)
  AND (
    CAST(CASE WHEN "t58"."benzodiazepines_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_opioids_benzodiazepines",
  CAST(CASE WHEN "t58"."ppis_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_ppis",
  CAST(CASE WHEN "t58"."statins_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_statins",
  COALESCE("t58"."age" >= 65, FALSE)
  AND (
    CAST(CASE WHEN "t58"."nsaids_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_nsaids",
  COALESCE("t58"."anticoagulants_packages" >= 1, FALSE)
  AND (
    CAST(CASE WHEN "t58"."nsaids_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_anticoagulants_nsaids",
  COALESCE("t58"."age" >= 65, FALSE)
  AND (
    CAST(CASE
      WHEN (
        "t58"."raas_packages" >= 1
      )
      AND (
        "t58"."diuretics_packages" >= 1
      )
      AND (
        "t58"."nsaids_packages" >= 1
      )
      THEN 1
      ELSE 0
    END AS BIGINT) <> 0
  ) AS "part_triple_combination",
  COALESCE("t58"."age" BETWEEN 15 AND 49 AND (
    "t58"."sex" = '2'
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."contraceptives_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_contraceptives",
  COALESCE(
    CAST(CASE
      WHEN (
        "t58"."prep_packages" >= 1
      )
      AND NOT (
        "t58"."antiretrovirals_packages" >= 1
      )
      THEN 1
      ELSE 0
    END AS BIGINT),
    0
  ) AS "part_prep_users",
  COALESCE("t58"."age" >= 65, FALSE)
  AND (
    CAST(CASE WHEN "t58"."osteoporosis_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_osteoporosis_medicines",
  CAST(CASE WHEN "t58"."antihypertensives_ddd" >= 90000 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_antihypertensives",
  COALESCE("t58"."age" >= 65, FALSE)
  AND (
    CAST(CASE WHEN "t58"."influenza_vaccines_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_influenza_vaccination",
  COALESCE("t58"."age" >= 65, FALSE)
  AND (
    CAST(CASE WHEN "t58"."influenza_vaccination_records" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_influenza_recorded",
  COALESCE("t58"."age" >= 65, FALSE)
  AND (
    CAST(CASE WHEN "t58"."pneumococcal_vaccines_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_pneumococcal_vaccination",
  COALESCE("t58"."age" >= 18, FALSE)
  AND (
    CAST(CASE WHEN "t58"."smoking_records" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_smoking_recorded",
  COALESCE("t58"."age" >= 18, FALSE)
  AND (
    CAST(CASE WHEN "t58"."smoking_cessation_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_smoking_cessation",
  COALESCE("t58"."age" >= 18, FALSE)
  AND (
    CAST(CASE WHEN "t58"."blood_pressure_systolic_records" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_blood_pressure_recorded",
  CAST(CASE WHEN "t58"."diabetes_ddd" >= 90000 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_diabetes",
  CAST(CASE WHEN "t58"."has_chronic_status" THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_chronic_status",
  CAST(CASE WHEN "t58"."has_chronic_forfait" THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_chronic_forfait",
  CAST(CASE WHEN "t58"."conditions" >= 2 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_multimorbidity",
  COALESCE("t58"."age" >= 50, FALSE)
  AND (
    CAST(CASE WHEN "t58"."airway_ddd" >= 90000 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_copd_medicines",
  CASE
    WHEN COALESCE("t58"."has_chronic_status", FALSE)
    THEN COALESCE("t58"."reimbursed_cents", 0)
    ELSE 0
  END AS "part_chronic_cost",
  COALESCE("t58"."age" BETWEEN 18 AND 64, FALSE)
  AND (
    CAST(CASE WHEN "t58"."incapacity_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_incapacity",
  CASE
    WHEN COALESCE("t58"."age" BETWEEN 18 AND 64, FALSE)
    THEN COALESCE("t58"."incapacity_days", 0)
    ELSE 0
  END AS "part_incapacity_days",
  COALESCE("t58"."age" BETWEEN 18 AND 64, FALSE)
  AND (
    CAST(CASE WHEN "t58"."invalidity_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_invalidity",
  CASE
    WHEN COALESCE("t58"."age" BETWEEN 18 AND 64, FALSE)
    THEN COALESCE("t58"."invalidity_days", 0)
    ELSE 0
  END AS "part_invalidity_days",
  COALESCE(
    "t58"."age" BETWEEN 18 AND 64
    AND (
      "t58"."incapacity_days_before" >= 1
    )
    AND (
      "t58"."invalidity_days_before" = 0
    ),
    FALSE
  )
  AND (
    CAST(CASE WHEN "t58"."invalidity_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_invalidity_inflow",
  COALESCE("t58"."is_deceased", FALSE)
  AND (
    CAST(CASE WHEN "t58"."palliative_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_palliative_care",
  COALESCE("t58"."is_deceased", FALSE)
  AND (
    CAST(CASE WHEN "t58"."classic_stays" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_death_year_hospital",
  COALESCE("t58"."is_deceased", FALSE)
  AND (
    CAST(CASE WHEN "t58"."emergency_contacts" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_death_year_emergency",
  COALESCE("t58"."is_deceased", FALSE)
  AND (
    CAST(CASE WHEN "t58"."nursing_home_days" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_death_year_nursing_home",
  COALESCE("t58"."is_deceased", FALSE)
  AND (
    CAST(CASE WHEN "t58"."gp_home_visits" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_death_year_home_visit",
  COALESCE("t58"."is_deceased", FALSE)
  AND (
    CAST(CASE WHEN "t58"."opioids_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_death_year_opioids",
  CASE
    WHEN COALESCE("t58"."is_deceased", FALSE)
    THEN COALESCE("t58"."reimbursed_cents", 0)
    ELSE 0
  END AS "part_death_year_cost",
  CAST(CASE
    WHEN (
      (
        "t58"."loop_diuretics_ddd" >= 90000
      ) AND (
        "t58"."hf_base_ddd" >= 90000
      )
    )
    OR (
      "t58"."arni_packages" >= 1
    )
    OR (
      "t58"."heart_failure_records" >= 1
    )
    THEN 1
    ELSE 0
  END AS BIGINT) <> 0 AS "part_hf_prevalence",
  COALESCE(
    (
      (
        "t58"."loop_diuretics_ddd" >= 90000
      ) AND (
        "t58"."hf_base_ddd" >= 90000
      )
    )
    OR (
      "t58"."arni_packages" >= 1
    )
    OR (
      "t58"."heart_failure_records" >= 1
    ),
    FALSE
  )
  AND (
    CAST(CASE WHEN "t58"."raas_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_hf_raas",
  COALESCE(
    (
      (
        "t58"."loop_diuretics_ddd" >= 90000
      ) AND (
        "t58"."hf_base_ddd" >= 90000
      )
    )
    OR (
      "t58"."arni_packages" >= 1
    )
    OR (
      "t58"."heart_failure_records" >= 1
    ),
    FALSE
  )
  AND (
    CAST(CASE WHEN "t58"."hf_beta_blockers_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_hf_beta_blocker",
  COALESCE(
    (
      (
        "t58"."loop_diuretics_ddd" >= 90000
      ) AND (
        "t58"."hf_base_ddd" >= 90000
      )
    )
    OR (
      "t58"."arni_packages" >= 1
    )
    OR (
      "t58"."heart_failure_records" >= 1
    ),
    FALSE
  )
  AND (
    CAST(CASE WHEN "t58"."mras_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_hf_mra",
  COALESCE(
    (
      (
        "t58"."loop_diuretics_ddd" >= 90000
      ) AND (
        "t58"."hf_base_ddd" >= 90000
      )
    )
    OR (
      "t58"."arni_packages" >= 1
    )
    OR (
      "t58"."heart_failure_records" >= 1
    ),
    FALSE
  )
  AND (
    CAST(CASE WHEN "t58"."sglt2_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_hf_sglt2",
  CASE
    WHEN COALESCE(
      (
        (
          "t58"."loop_diuretics_ddd" >= 90000
        ) AND (
          "t58"."hf_base_ddd" >= 90000
        )
      )
      OR (
        "t58"."arni_packages" >= 1
      )
      OR (
        "t58"."heart_failure_records" >= 1
      ),
      FALSE
    )
    THEN COALESCE("t58"."unplanned_stays", 0)
    ELSE 0
  END AS "part_hf_unplanned_stays",
  COALESCE(
    (
      (
        (
          "t58"."loop_diuretics_ddd" >= 90000
        ) AND (
          "t58"."hf_base_ddd" >= 90000
        )
      )
      OR (
        "t58"."arni_packages" >= 1
      )
      OR (
        "t58"."heart_failure_records" >= 1
      )
    )
    AND (
      "t58"."index_stays" >= 1
    ),
    FALSE
  )
  AND (
    CAST(CASE WHEN "t58"."readmissions" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_hf_readmission",
  COALESCE(
    (
      (
        "t58"."loop_diuretics_ddd" >= 90000
      ) AND (
        "t58"."hf_base_ddd" >= 90000
      )
    )
    OR (
      "t58"."arni_packages" >= 1
    )
    OR (
      "t58"."heart_failure_records" >= 1
    ),
    FALSE
  )
  AND (
    CAST(CASE WHEN "t58"."is_deceased" THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_hf_deaths",
  COALESCE(
    (
      (
        (
          "t58"."loop_diuretics_ddd" >= 90000
        ) AND (
          "t58"."hf_base_ddd" >= 90000
        )
      )
      OR (
        "t58"."arni_packages" >= 1
      )
      OR (
        "t58"."heart_failure_records" >= 1
      )
    )
    AND (
      "t58"."prom_eq5d_answers" >= 2
    ),
    FALSE
  )
  AND (
    CAST(CASE WHEN "t58"."prom_eq5d_last" >= "t58"."prom_eq5d_first" THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_hf_quality_of_life",
  CASE
    WHEN COALESCE(
      (
        (
          "t58"."loop_diuretics_ddd" >= 90000
        ) AND (
          "t58"."hf_base_ddd" >= 90000
        )
      )
      OR (
        "t58"."arni_packages" >= 1
      )
      OR (
        "t58"."heart_failure_records" >= 1
      ),
      FALSE
    )
    THEN COALESCE("t58"."reimbursed_cents", 0)
    ELSE 0
  END AS "part_hf_cost",
  COALESCE("t58"."diabetes_ddd" >= 90000, FALSE)
  AND (
    CAST(CASE WHEN "t58"."insulin_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_dm_insulin",
  COALESCE("t58"."diabetes_ddd" >= 90000, FALSE)
  AND (
    CAST(CASE WHEN "t58"."hba1c_records" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_dm_hba1c_recorded",
  COALESCE((
    "t58"."diabetes_ddd" >= 90000
  ) AND (
    "t58"."hba1c_records" >= 1
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."hba1c_value" BETWEEN 1 AND 7000 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_dm_hba1c_control",
  COALESCE(
    (
      "t58"."diabetes_ddd" >= 90000
    )
    AND (
      "t58"."blood_pressure_systolic_records" >= 1
    ),
    FALSE
  )
  AND (
    CAST(CASE
      WHEN "t58"."blood_pressure_systolic_value" BETWEEN 1 AND 139999
      THEN 1
      ELSE 0
    END AS BIGINT) <> 0
  ) AS "part_dm_blood_pressure",
  COALESCE((
    "t58"."diabetes_ddd" >= 90000
  ) AND "t58"."age" BETWEEN 40 AND 75, FALSE)
  AND (
    CAST(CASE WHEN "t58"."statins_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_dm_statins",
  COALESCE("t58"."diabetes_ddd" >= 90000, FALSE)
  AND (
    CAST(CASE WHEN "t58"."eyes_cost_cents" > 0 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_dm_eye_care",
  COALESCE(
    (
      "t58"."diabetes_ddd" >= 90000
    ) AND (
      "t58"."prem_care_answers" >= 1
    ),
    FALSE
  )
  AND (
    CAST(CASE WHEN "t58"."prem_care_last" >= 7000 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_dm_experience",
  CASE
    WHEN COALESCE("t58"."diabetes_ddd" >= 90000, FALSE)
    THEN COALESCE("t58"."reimbursed_cents", 0)
    ELSE 0
  END AS "part_dm_cost",
  COALESCE((
    "t58"."airway_ddd" >= 90000
  ) AND (
    "t58"."age" >= 50
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."long_acting_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_copd_long_acting",
  COALESCE((
    "t58"."airway_ddd" >= 90000
  ) AND (
    "t58"."age" >= 50
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."inhaled_steroids_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_copd_inhaled_steroids",
  COALESCE((
    "t58"."airway_ddd" >= 90000
  ) AND (
    "t58"."age" >= 50
  ), FALSE)
  AND (
    CAST(CASE
      WHEN (
        "t58"."antibiotics_packages" >= 1
      )
      AND (
        "t58"."oral_steroids_packages" >= 1
      )
      THEN 1
      ELSE 0
    END AS BIGINT) <> 0
  ) AS "part_copd_exacerbation",
  COALESCE((
    "t58"."airway_ddd" >= 90000
  ) AND (
    "t58"."age" >= 50
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."influenza_vaccines_packages" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_copd_influenza",
  COALESCE((
    "t58"."airway_ddd" >= 90000
  ) AND (
    "t58"."age" >= 50
  ), FALSE)
  AND (
    CAST(CASE WHEN "t58"."smoking_records" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_copd_smoking_recorded",
  CASE
    WHEN COALESCE((
      "t58"."airway_ddd" >= 90000
    ) AND (
      "t58"."age" >= 50
    ), FALSE)
    THEN COALESCE("t58"."unplanned_stays", 0)
    ELSE 0
  END AS "part_copd_unplanned_stays",
  COALESCE(
    (
      "t58"."airway_ddd" >= 90000
    )
    AND (
      "t58"."age" >= 50
    )
    AND (
      "t58"."prom_eq5d_answers" >= 2
    ),
    FALSE
  )
  AND (
    CAST(CASE WHEN "t58"."prom_eq5d_last" >= "t58"."prom_eq5d_first" THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_copd_quality_of_life",
  CASE
    WHEN COALESCE((
      "t58"."airway_ddd" >= 90000
    ) AND (
      "t58"."age" >= 50
    ), FALSE)
    THEN COALESCE("t58"."reimbursed_cents", 0)
    ELSE 0
  END AS "part_copd_cost",
  COALESCE("t58"."prem_care_answers" >= 1, FALSE)
  AND (
    CAST(CASE WHEN "t58"."prem_care_last" >= 7000 THEN 1 ELSE 0 END AS BIGINT) <> 0
  ) AS "part_care_experience",
  CAST(CASE WHEN "t58"."condition_acid" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_acid",
  CAST(CASE WHEN "t58"."condition_osteoporosis" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_osteoporosis",
  CAST(CASE WHEN "t58"."condition_cancer" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_cancer",
  CAST(CASE WHEN "t58"."condition_cardiovascular" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_cardiovascular",
  CAST(CASE WHEN "t58"."condition_dementia" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_dementia",
  CAST(CASE WHEN "t58"."condition_diabetes" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_diabetes",
  CAST(CASE WHEN "t58"."condition_epilepsy" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_epilepsy",
  CAST(CASE WHEN "t58"."condition_glaucoma" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_glaucoma",
  CAST(CASE WHEN "t58"."condition_gout" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_gout",
  CAST(CASE WHEN "t58"."condition_hiv" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_hiv",
  CAST(CASE WHEN "t58"."condition_lipids" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_lipids",
  CAST(CASE WHEN "t58"."condition_bowel_inflammation" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_bowel_inflammation",
  CAST(CASE WHEN "t58"."condition_iron_anaemia" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_iron_anaemia",
  CAST(CASE WHEN "t58"."condition_migraine" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_migraine",
  CAST(CASE WHEN "t58"."condition_pain" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_pain",
  CAST(CASE WHEN "t58"."condition_parkinson" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_parkinson",
  CAST(CASE WHEN "t58"."condition_psychological" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_psychological",
  CAST(CASE WHEN "t58"."condition_psychosis" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_psychosis",
  CAST(CASE WHEN "t58"."condition_asthma_copd" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_asthma_copd",
  CAST(CASE WHEN "t58"."condition_rheumatologic" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_rheumatologic",
  CAST(CASE WHEN "t58"."condition_thyroid" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_thyroid",
  CAST(CASE WHEN "t58"."condition_tuberculosis" >= 1 THEN 1 ELSE 0 END AS BIGINT) <> 0 AS "part_prevalence_tuberculosis"
FROM (
  SELECT
    "t23"."person_id",
    "t23"."year",
    "t23"."reference_day",
    "t23"."state",
    "t23"."birth_year",
    "t23"."age",
    "t23"."sex",
    "t23"."municipality_code",
    "t23"."arrondissement_code",
    "t23"."province_code",
    "t23"."region_code",
    "t23"."cg1",
    "t23"."cg2",
    "t23"."is_increased_reimbursement",
    "t23"."social_state",
    "t23"."is_deceased",
    "t23"."disability_origin",
    "t23"."has_nursing_b",
    "t23"."has_nursing_c",
    "t23"."has_physiotherapy_e",
    "t23"."has_increased_child_allowance",
    "t23"."has_integration_allowance",
    "t23"."has_elderly_allowance",
    "t23"."has_third_party_help_old_1",
    "t23"."has_third_party_help_old_2",
    "t23"."has_third_party_help",
    "t23"."has_120_hospital_days",
    "t23"."has_6_admissions",
    "t23"."household_head_id",
    "t23"."maf_household_right",
    "t23"."maf_household_category",
    "t23"."maf_individual_right",
    "t23"."has_maf_household_refund",
    "t23"."has_maf_individual_refund",
    "t23"."maf_start_day",
    "t23"."is_mixed_household",
    "t23"."household_type",
    "t23"."has_guaranteed_income",
    "t23"."has_elderly_income_guarantee",
    "t23"."has_subsistence_income",
    "t23"."has_disability_allowance",
    "t23"."has_long_unemployment",
    "t23"."has_social_welfare",
    COALESCE("t24"."is_in_care", FALSE) AS "is_in_care",
    COALESCE("t24"."is_in_pharmacy", FALSE) AS "is_in_pharmacy",
    COALESCE("t24"."gp_contacts", 0) AS "gp_contacts",
    COALESCE("t24"."gp_home_visits", 0) AS "gp_home_visits",
    COALESCE("t24"."gp_remote_contacts", 0) AS "gp_remote_contacts",
    COALESCE("t24"."gp_out_of_hours_contacts", 0) AS "gp_out_of_hours_contacts",
    COALESCE("t24"."gp_providers", 0) AS "gp_providers",
    COALESCE("t24"."most_seen_gp_contacts", 0) AS "most_seen_gp_contacts",
    COALESCE("t24"."specialist_contacts", 0) AS "specialist_contacts",
    COALESCE("t24"."psychiatrist_contacts", 0) AS "psychiatrist_contacts",
    COALESCE("t24"."emergency_contacts", 0) AS "emergency_contacts",
    COALESCE("t24"."dental_contacts", 0) AS "dental_contacts",
    COALESCE("t24"."orthodontic_acts", 0) AS "orthodontic_acts",
    COALESCE("t24"."physiotherapy_contacts", 0) AS "physiotherapy_contacts",
    COALESCE("t24"."speech_therapy_contacts", 0) AS "speech_therapy_contacts",
    COALESCE("t24"."laboratory_days", 0) AS "laboratory_days",
    COALESCE("t24"."imaging_days", 0) AS "imaging_days",
    COALESCE("t24"."home_nursing_days", 0) AS "home_nursing_days",
    COALESCE("t24"."nursing_toilet_days", 0) AS "nursing_toilet_days",
    COALESCE("t24"."nursing_forfait_a_days", 0) AS "nursing_forfait_a_days",
    COALESCE("t24"."nursing_forfait_b_days", 0) AS "nursing_forfait_b_days",
    COALESCE("t24"."nursing_forfait_c_days", 0) AS "nursing_forfait_c_days",
    COALESCE("t24"."palliative_days", 0) AS "palliative_days",
    COALESCE("t24"."global_medical_files", 0) AS "global_medical_files",
    COALESCE("t24"."is_in_medical_house", FALSE) AS "is_in_medical_house",
    COALESCE("t24"."nursing_home_days", 0) AS "nursing_home_days",
    "t24"."nursing_home_class",
    COALESCE("t24"."classic_stays", 0) AS "classic_stays",
    COALESCE("t24"."day_stays", 0) AS "day_stays",
    COALESCE("t24"."psychiatric_stays", 0) AS "psychiatric_stays",
    COALESCE("t24"."hospital_nights", 0) AS "hospital_nights",
    COALESCE("t24"."reimbursed_cents", 0) AS "reimbursed_cents",
    COALESCE("t24"."copayment_cents", 0) AS "copayment_cents",
    COALESCE("t24"."supplement_cents", 0) AS "supplement_cents",
    COALESCE("t24"."is_polypharmacy", FALSE) AS "is_polypharmacy",
    COALESCE("t24"."has_disability", FALSE) AS "has_disability",
    COALESCE("t24"."has_dependency", FALSE) AS "has_dependency",
    COALESCE("t24"."has_chronic_forfait", FALSE) AS "has_chronic_forfait",
    COALESCE("t24"."has_chronic_status", FALSE) AS "has_chronic_status",
    COALESCE("t24"."unemployment_days", 0) AS "unemployment_days",
    COALESCE("t24"."incapacity_days", 0) AS "incapacity_days",
    COALESCE("t24"."invalidity_days", 0) AS "invalidity_days",
    COALESCE("t41"."dental_years", 0) AS "dental_years",
    COALESCE("t41"."gp_years", 0) AS "gp_years",
    COALESCE("t41"."invalidity_days_before", 0) AS "invalidity_days_before",
    COALESCE("t41"."incapacity_days_before", 0) AS "incapacity_days_before",
    COALESCE("t41"."nursing_home_days_before", 0) AS "nursing_home_days_before",
    COALESCE("t49"."antibiotics_ddd", 0) AS "antibiotics_ddd",
    COALESCE("t49"."antibiotics_packages", 0) AS "antibiotics_packages",
    COALESCE("t49"."diabetes_ddd", 0) AS "diabetes_ddd",
    COALESCE("t49"."antidepressants_ddd", 0) AS "antidepressants_ddd",
    COALESCE("t49"."antidepressants_packages", 0) AS "antidepressants_packages",
    COALESCE("t49"."second_line_ddd", 0) AS "second_line_ddd",
    COALESCE("t49"."quinolones_ddd", 0) AS "quinolones_ddd",
    COALESCE("t49"."amoxicillin_ddd", 0) AS "amoxicillin_ddd",
    COALESCE("t49"."amoxiclav_ddd", 0) AS "amoxiclav_ddd",
    COALESCE("t49"."antipsychotics_packages", 0) AS "antipsychotics_packages",
    COALESCE("t49"."benzodiazepines_packages", 0) AS "benzodiazepines_packages",
    COALESCE("t49"."adhd_medicines_packages", 0) AS "adhd_medicines_packages",
    COALESCE("t49"."dementia_medicines_packages", 0) AS "dementia_medicines_packages",
    COALESCE("t49"."opioids_packages", 0) AS "opioids_packages",
    COALESCE("t49"."ppis_packages", 0) AS "ppis_packages",
    COALESCE("t49"."statins_packages", 0) AS "statins_packages",
    COALESCE("t49"."nsaids_packages", 0) AS "nsaids_packages",
    COALESCE("t49"."anticoagulants_packages", 0) AS "anticoagulants_packages",
    COALESCE("t49"."antihypertensives_ddd", 0) AS "antihypertensives_ddd",
    COALESCE("t49"."raas_packages", 0) AS "raas_packages",
    COALESCE("t49"."diuretics_packages", 0) AS "diuretics_packages",
    COALESCE("t49"."loop_diuretics_ddd", 0) AS "loop_diuretics_ddd",
    COALESCE("t49"."hf_base_ddd", 0) AS "hf_base_ddd",
    COALESCE("t49"."arni_packages", 0) AS "arni_packages",
    COALESCE("t49"."hf_beta_blockers_packages", 0) AS "hf_beta_blockers_packages",
    COALESCE("t49"."mras_packages", 0) AS "mras_packages",
    COALESCE("t49"."sglt2_packages", 0) AS "sglt2_packages",
    COALESCE("t49"."insulin_packages", 0) AS "insulin_packages",
    COALESCE("t49"."airway_ddd", 0) AS "airway_ddd",
    COALESCE("t49"."long_acting_packages", 0) AS "long_acting_packages",
    COALESCE("t49"."inhaled_steroids_packages", 0) AS "inhaled_steroids_packages",
    COALESCE("t49"."oral_steroids_packages", 0) AS "oral_steroids_packages",
    COALESCE("t49"."smoking_cessation_packages", 0) AS "smoking_cessation_packages",
    COALESCE("t49"."influenza_vaccines_packages", 0) AS "influenza_vaccines_packages",
    COALESCE("t49"."pneumococcal_vaccines_packages", 0) AS "pneumococcal_vaccines_packages",
    COALESCE("t49"."contraceptives_packages", 0) AS "contraceptives_packages",
    COALESCE("t49"."prep_packages", 0) AS "prep_packages",
    COALESCE("t49"."antiretrovirals_packages", 0) AS "antiretrovirals_packages",
    COALESCE("t49"."osteoporosis_packages", 0) AS "osteoporosis_packages",
    COALESCE("t49"."medicines_packages", 0) AS "medicines_packages",
    COALESCE("t57"."unplanned_stays", 0) AS "unplanned_stays",
    COALESCE("t57"."index_stays", 0) AS "index_stays",
    COALESCE("t57"."readmissions", 0) AS "readmissions",
    COALESCE("t57"."psychiatric_index_stays", 0) AS "psychiatric_index_stays",
    COALESCE("t57"."psychiatric_readmissions", 0) AS "psychiatric_readmissions",
    COALESCE("t57"."oncological_stays", 0) AS "oncological_stays",
    COALESCE("t57"."transfers", 0) AS "transfers",
    COALESCE("t57"."single_room_stays", 0) AS "single_room_stays",
    COALESCE("t57"."classic_nights", 0) AS "classic_nights",
    COALESCE("t57"."stay_fee_supplement_cents", 0) AS "stay_fee_supplement_cents",
    COALESCE("t57"."stay_room_supplement_cents", 0) AS "stay_room_supplement_cents",
    COALESCE("t57"."stay_patient_cents", 0) AS "stay_patient_cents",
    COALESCE("t50"."conditions", 0) AS "conditions",
    COALESCE("t50"."condition_acid", 0) AS "condition_acid",
    COALESCE("t50"."condition_osteoporosis", 0) AS "condition_osteoporosis",
    COALESCE("t50"."condition_cancer", 0) AS "condition_cancer",
    COALESCE("t50"."condition_cardiovascular", 0) AS "condition_cardiovascular",
    COALESCE("t50"."condition_dementia", 0) AS "condition_dementia",
    COALESCE("t50"."condition_diabetes", 0) AS "condition_diabetes",
    COALESCE("t50"."condition_epilepsy", 0) AS "condition_epilepsy",
    COALESCE("t50"."condition_glaucoma", 0) AS "condition_glaucoma",
    COALESCE("t50"."condition_gout", 0) AS "condition_gout",
    COALESCE("t50"."condition_hiv", 0) AS "condition_hiv",
    COALESCE("t50"."condition_lipids", 0) AS "condition_lipids",
    COALESCE("t50"."condition_bowel_inflammation", 0) AS "condition_bowel_inflammation",
    COALESCE("t50"."condition_iron_anaemia", 0) AS "condition_iron_anaemia",
    COALESCE("t50"."condition_migraine", 0) AS "condition_migraine",
    COALESCE("t50"."condition_pain", 0) AS "condition_pain",
    COALESCE("t50"."condition_parkinson", 0) AS "condition_parkinson",
    COALESCE("t50"."condition_psychological", 0) AS "condition_psychological",
    COALESCE("t50"."condition_psychosis", 0) AS "condition_psychosis",
    COALESCE("t50"."condition_asthma_copd", 0) AS "condition_asthma_copd",
    COALESCE("t50"."condition_rheumatologic", 0) AS "condition_rheumatologic",
    COALESCE("t50"."condition_thyroid", 0) AS "condition_thyroid",
    COALESCE("t50"."condition_tuberculosis", 0) AS "condition_tuberculosis",
    COALESCE("t44"."hba1c_records", 0) AS "hba1c_records",
    COALESCE("t44"."hba1c_value", 0) AS "hba1c_value",
    COALESCE("t44"."blood_pressure_systolic_records", 0) AS "blood_pressure_systolic_records",
    COALESCE("t44"."blood_pressure_systolic_value", 0) AS "blood_pressure_systolic_value",
    COALESCE("t44"."smoking_records", 0) AS "smoking_records",
    COALESCE("t44"."influenza_vaccination_records", 0) AS "influenza_vaccination_records",
    COALESCE("t44"."heart_failure_records", 0) AS "heart_failure_records",
    COALESCE("t45"."prom_eq5d_answers", 0) AS "prom_eq5d_answers",
    COALESCE("t45"."prom_eq5d_first", 0) AS "prom_eq5d_first",
    COALESCE("t45"."prom_eq5d_last", 0) AS "prom_eq5d_last",
    COALESCE("t45"."prem_care_answers", 0) AS "prem_care_answers",
    COALESCE("t45"."prem_care_last", 0) AS "prem_care_last",
    COALESCE("t46"."dental_cost_cents", 0) AS "dental_cost_cents",
    COALESCE("t46"."dental_own_cents", 0) AS "dental_own_cents",
    COALESCE("t46"."nursing_cost_cents", 0) AS "nursing_cost_cents",
    COALESCE("t46"."midwife_cost_cents", 0) AS "midwife_cost_cents",
    COALESCE("t46"."hospital_cost_cents", 0) AS "hospital_cost_cents",
    COALESCE("t46"."dialysis_cost_cents", 0) AS "dialysis_cost_cents",
    COALESCE("t46"."pharmacy_cost_cents", 0) AS "pharmacy_cost_cents",
    COALESCE("t46"."pharmacy_own_cents", 0) AS "pharmacy_own_cents",
    COALESCE("t46"."rehabilitation_cost_cents", 0) AS "rehabilitation_cost_cents",
    COALESCE("t46"."transport_cost_cents", 0) AS "transport_cost_cents",
    COALESCE("t46"."radiotherapy_cost_cents", 0) AS "radiotherapy_cost_cents",
    COALESCE("t46"."eyes_cost_cents", 0) AS "eyes_cost_cents",
    COALESCE("t53"."maf_member", 0) AS "maf_member",
    COALESCE("t53"."maf_reached", 0) AS "maf_reached",
    COALESCE("t53"."maf_reduced", 0) AS "maf_reduced",
    COALESCE("t53"."maf_social", 0) AS "maf_social",
    COALESCE("t53"."maf_repaid_cents", 0) AS "maf_repaid_cents",
    COALESCE("t47"."practice_assigned", 0) AS "practice_assigned",
    COALESCE("t47"."practice_by_file", 0) AS "practice_by_file",
    COALESCE("t47"."practice_by_capitation", 0) AS "practice_by_capitation",
    COALESCE("t47"."practice_contacts", 0) AS "practice_contacts"
  FROM (
    SELECT
      *
    FROM "derived_population_year" AS "t0"
    WHERE
      "t0"."year" = 2022
  ) AS "t23"
  LEFT OUTER JOIN (
    SELECT
      "t1"."person_id" AS "brought_by",
      "t1"."is_in_care",
      "t1"."is_in_pharmacy",
      "t1"."gp_contacts",
      "t1"."gp_home_visits",
      "t1"."gp_remote_contacts",
      "t1"."gp_out_of_hours_contacts",
      "t1"."gp_providers",
      "t1"."most_seen_gp_contacts",
      "t1"."specialist_contacts",
      "t1"."psychiatrist_contacts",
      "t1"."emergency_contacts",
      "t1"."dental_contacts",
      "t1"."orthodontic_acts",
      "t1"."physiotherapy_contacts",
      "t1"."speech_therapy_contacts",
      "t1"."laboratory_days",
      "t1"."imaging_days",
      "t1"."home_nursing_days",
      "t1"."nursing_toilet_days",
      "t1"."nursing_forfait_a_days",
      "t1"."nursing_forfait_b_days",
      "t1"."nursing_forfait_c_days",
      "t1"."palliative_days",
      "t1"."global_medical_files",
      "t1"."is_in_medical_house",
      "t1"."nursing_home_days",
      "t1"."nursing_home_class",
      "t1"."classic_stays",
      "t1"."day_stays",
      "t1"."psychiatric_stays",
      "t1"."hospital_nights",
      "t1"."reimbursed_cents",
      "t1"."copayment_cents",
      "t1"."supplement_cents",
      "t1"."is_polypharmacy",
      "t1"."has_disability",
      "t1"."has_dependency",
      "t1"."has_chronic_forfait",
      "t1"."has_chronic_status",
      "t1"."unemployment_days",
      "t1"."incapacity_days",
      "t1"."invalidity_days"
    FROM "derived_person_year" AS "t1"
    WHERE
      "t1"."year" = 2022
  ) AS "t24"
    ON "t23"."person_id" = "t24"."brought_by"
  LEFT OUTER JOIN (
    SELECT
      "t28"."person_id" AS "brought_by",
      "t28"."dental_years",
      "t28"."gp_years",
      "t28"."invalidity_days_before",
      "t28"."incapacity_days_before",
      "t28"."nursing_home_days_before"
    FROM (
      SELECT
        "t13"."person_id",
        COUNT(CASE WHEN "t13"."dental_contacts" >= 1 THEN 1 ELSE NULL END) AS "dental_years",
        COUNT(CASE WHEN "t13"."gp_contacts" >= 1 THEN 1 ELSE NULL END) AS "gp_years",
        SUM(
          CASE WHEN "t13"."year" = (
            2022 - 1
          ) THEN "t13"."invalidity_days" ELSE NULL END
        ) AS "invalidity_days_before",
        SUM(
          CASE WHEN "t13"."year" = (
            2022 - 1
          ) THEN "t13"."incapacity_days" ELSE NULL END
        ) AS "incapacity_days_before",
        SUM(
          CASE WHEN "t13"."year" = (
            2022 - 1
          ) THEN "t13"."nursing_home_days" ELSE NULL END
        ) AS "nursing_home_days_before"
      FROM (
        SELECT
          *
        FROM "derived_person_year" AS "t1"
        WHERE
          "t1"."year" BETWEEN 2022 - 2 AND 2022
      ) AS "t13"
      GROUP BY
        1
    ) AS "t28"
  ) AS "t41"
    ON "t23"."person_id" = "t41"."brought_by"
  LEFT OUTER JOIN (
    SELECT
      "t33"."person_id" AS "brought_by",
      "t33"."antibiotics_ddd",
      "t33"."antibiotics_packages",
      "t33"."diabetes_ddd",
      "t33"."antidepressants_ddd",
      "t33"."antidepressants_packages",
      "t33"."second_line_ddd",
      "t33"."quinolones_ddd",
      "t33"."amoxicillin_ddd",
      "t33"."amoxiclav_ddd",
      "t33"."antipsychotics_packages",
      "t33"."benzodiazepines_packages",
      "t33"."adhd_medicines_packages",
      "t33"."dementia_medicines_packages",
      "t33"."opioids_packages",
      "t33"."ppis_packages",
      "t33"."statins_packages",
      "t33"."nsaids_packages",
      "t33"."anticoagulants_packages",
      "t33"."antihypertensives_ddd",
      "t33"."raas_packages",
      "t33"."diuretics_packages",
      "t33"."loop_diuretics_ddd",
      "t33"."hf_base_ddd",
      "t33"."arni_packages",
      "t33"."hf_beta_blockers_packages",
      "t33"."mras_packages",
      "t33"."sglt2_packages",
      "t33"."insulin_packages",
      "t33"."airway_ddd",
      "t33"."long_acting_packages",
      "t33"."inhaled_steroids_packages",
      "t33"."oral_steroids_packages",
      "t33"."smoking_cessation_packages",
      "t33"."influenza_vaccines_packages",
      "t33"."pneumococcal_vaccines_packages",
      "t33"."contraceptives_packages",
      "t33"."prep_packages",
      "t33"."antiretrovirals_packages",
      "t33"."osteoporosis_packages",
      "t33"."medicines_packages"
    FROM (
      SELECT
        "t14"."person_id",
        SUM(CASE WHEN "t14"."atc_3" IN ('J01') THEN "t14"."ddd_thousandths" ELSE NULL END) AS "antibiotics_ddd",
        SUM(CASE WHEN "t14"."atc_3" IN ('J01') THEN "t14"."packages" ELSE NULL END) AS "antibiotics_packages",
        SUM(CASE WHEN "t14"."atc_3" IN ('A10') THEN "t14"."ddd_thousandths" ELSE NULL END) AS "diabetes_ddd",
        SUM(CASE WHEN "t14"."atc_4" IN ('N06A') THEN "t14"."ddd_thousandths" ELSE NULL END) AS "antidepressants_ddd",
        SUM(CASE WHEN "t14"."atc_4" IN ('N06A') THEN "t14"."packages" ELSE NULL END) AS "antidepressants_packages",
        SUM(
          CASE
            WHEN "t14"."atc_4" IN ('J01D', 'J01F', 'J01M') OR "t14"."atc_7" IN ('J01CR02')
            THEN "t14"."ddd_thousandths"
            ELSE NULL
          END
        ) AS "second_line_ddd",
        SUM(CASE WHEN "t14"."atc_4" IN ('J01M') THEN "t14"."ddd_thousandths" ELSE NULL END) AS "quinolones_ddd",
        SUM(
          CASE WHEN "t14"."atc_7" IN ('J01CA04') THEN "t14"."ddd_thousandths" ELSE NULL END
        ) AS "amoxicillin_ddd",
        SUM(
          CASE WHEN "t14"."atc_7" IN ('J01CR02') THEN "t14"."ddd_thousandths" ELSE NULL END
        ) AS "amoxiclav_ddd",
        SUM(
          CASE
            WHEN "t14"."atc_5" IN (
              'N05AA',
              'N05AB',
              'N05AC',
              'N05AD',
              'N05AE',
              'N05AF',
              'N05AG',
              'N05AH',
              'N05AL',
              'N05AX'
            )
            THEN "t14"."packages"
            ELSE NULL
          END
        ) AS "antipsychotics_packages",
        SUM(
          CASE
            WHEN "t14"."atc_5" IN ('N05BA', 'N05CD', 'N05CF')
            THEN "t14"."packages"
            ELSE NULL
          END
        ) AS "benzodiazepines_packages",
        SUM(CASE WHEN "t14"."atc_5" IN ('N06BA') THEN "t14"."packages" ELSE NULL END) AS "adhd_medicines_packages",
        SUM(CASE WHEN "t14"."atc_4" IN ('N06D') THEN "t14"."packages" ELSE NULL END) AS "dementia_medicines_packages",
        SUM(CASE WHEN "t14"."atc_4" IN ('N02A') THEN "t14"."packages" ELSE NULL END) AS "opioids_packages",
        SUM(CASE WHEN "t14"."atc_5" IN ('A02BC') THEN "t14"."packages" ELSE NULL END) AS "ppis_packages",
        SUM(
          CASE
            WHEN "t14"."atc_5" IN ('C10AA', 'C10BA', 'C10BX')
            THEN "t14"."packages"
            ELSE NULL
          END
        ) AS "statins_packages",
        SUM(CASE WHEN "t14"."atc_4" IN ('M01A') THEN "t14"."packages" ELSE NULL END) AS "nsaids_packages",
        SUM(
          CASE
            WHEN "t14"."atc_5" IN ('B01AA', 'B01AE', 'B01AF')
            THEN "t14"."packages"
            ELSE NULL
          END
        ) AS "anticoagulants_packages",
        SUM(
          CASE
            WHEN "t14"."atc_3" IN ('C02', 'C03', 'C07', 'C08', 'C09')
            THEN "t14"."ddd_thousandths"
            ELSE NULL
          END
        ) AS "antihypertensives_ddd",
        SUM(CASE WHEN "t14"."atc_3" IN ('C09') THEN "t14"."packages" ELSE NULL END) AS "raas_packages",
        SUM(CASE WHEN "t14"."atc_3" IN ('C03') THEN "t14"."packages" ELSE NULL END) AS "diuretics_packages",
        SUM(CASE WHEN "t14"."atc_4" IN ('C03C') THEN "t14"."ddd_thousandths" ELSE NULL END) AS "loop_diuretics_ddd",
        SUM(
          CASE WHEN "t14"."atc_3" IN ('C07', 'C09') THEN "t14"."ddd_thousandths" ELSE NULL END
        ) AS "hf_base_ddd",
        SUM(CASE WHEN "t14"."atc_7" IN ('C09DX04') THEN "t14"."packages" ELSE NULL END) AS "arni_packages",
        SUM(
          CASE
            WHEN "t14"."atc_7" IN ('C07AB02', 'C07AB07', 'C07AB12', 'C07AG02')
            THEN "t14"."packages"
            ELSE NULL
          END
        ) AS "hf_beta_blockers_packages",
        SUM(CASE WHEN "t14"."atc_5" IN ('C03DA') THEN "t14"."packages" ELSE NULL END) AS "mras_packages",
        SUM(CASE WHEN "t14"."atc_5" IN ('A10BK') THEN "t14"."packages" ELSE NULL END) AS "sglt2_packages",
        SUM(CASE WHEN "t14"."atc_4" IN ('A10A') THEN "t14"."packages" ELSE NULL END) AS "insulin_packages",
        SUM(CASE WHEN "t14"."atc_3" IN ('R03') THEN "t14"."ddd_thousandths" ELSE NULL END) AS "airway_ddd",
        SUM(
          CASE
            WHEN "t14"."atc_5" IN ('R03AK', 'R03AL')
            OR "t14"."atc_7" IN (
              'R03AC12',
              'R03AC13',
              'R03AC18',
              'R03AC19',
              'R03BB04',
              'R03BB05',
              'R03BB06',
              'R03BB07'
            )
            THEN "t14"."packages"
            ELSE NULL
          END
        ) AS "long_acting_packages",
        SUM(
          CASE
            WHEN "t14"."atc_5" IN ('R03AK', 'R03BA')
            OR "t14"."atc_7" IN ('R03AL08', 'R03AL09', 'R03AL11', 'R03AL12')
            THEN "t14"."packages"
            ELSE NULL
          END
        ) AS "inhaled_steroids_packages",
        SUM(CASE WHEN "t14"."atc_5" IN ('H02AB') THEN "t14"."packages" ELSE NULL END) AS "oral_steroids_packages",
        SUM(CASE WHEN "t14"."atc_5" IN ('N07BA') THEN "t14"."packages" ELSE NULL END) AS "smoking_cessation_packages",
        SUM(CASE WHEN "t14"."atc_5" IN ('J07BB') THEN "t14"."packages" ELSE NULL END) AS "influenza_vaccines_packages",
        SUM(CASE WHEN "t14"."atc_5" IN ('J07AL') THEN "t14"."packages" ELSE NULL END) AS "pneumococcal_vaccines_packages",
        SUM(CASE WHEN "t14"."atc_4" IN ('G03A') THEN "t14"."packages" ELSE NULL END) AS "contraceptives_packages",
        SUM(CASE WHEN "t14"."atc_7" IN ('J05AR03') THEN "t14"."packages" ELSE NULL END) AS "prep_packages",
        SUM(
          CASE
            WHEN "t14"."atc_5" IN ('J05AE', 'J05AG', 'J05AJ')
            OR "t14"."atc_7" IN (
              'J05AR01',
              'J05AR02',
              'J05AR04',
              'J05AR06',
              'J05AR08',
              'J05AR09',
              'J05AR13',
              'J05AR14',
              'J05AR17',
              'J05AR18',
              'J05AR19',
              'J05AR20',
              'J05AR25'
            )
            THEN "t14"."packages"
            ELSE NULL
          END
        ) AS "antiretrovirals_packages",
        SUM(CASE WHEN "t14"."atc_4" IN ('M05B') THEN "t14"."packages" ELSE NULL END) AS "osteoporosis_packages",
        SUM("t14"."packages") AS "medicines_packages"
      FROM (
        SELECT
          "t2"."person_id",
          "t2"."year",
          "t2"."atc_code",
          "t2"."ddd_thousandths",
          "t2"."packages",
          "t2"."reimbursed_cents",
          "t2"."own_cents",
          SUBSTRING(
            "t2"."atc_code",
            CASE WHEN (
              0 + 1
            ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t2"."atc_code") END,
            3
          ) AS "atc_3",
          SUBSTRING(
            "t2"."atc_code",
            CASE WHEN (
              0 + 1
            ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t2"."atc_code") END,
            4
          ) AS "atc_4",
          SUBSTRING(
            "t2"."atc_code",
            CASE WHEN (
              0 + 1
            ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t2"."atc_code") END,
            5
          ) AS "atc_5",
          SUBSTRING(
            "t2"."atc_code",
            CASE WHEN (
              0 + 1
            ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t2"."atc_code") END,
            7
          ) AS "atc_7"
        FROM "derived_person_year_drug" AS "t2"
        WHERE
          "t2"."year" = 2022
      ) AS "t14"
      GROUP BY
        1
    ) AS "t33"
  ) AS "t49"
    ON "t23"."person_id" = "t49"."brought_by"
  LEFT OUTER JOIN (
    SELECT
      "t55"."person_id" AS "brought_by",
      "t55"."unplanned_stays",
      "t55"."index_stays",
      "t55"."readmissions",
      "t55"."psychiatric_index_stays",
      "t55"."psychiatric_readmissions",
      "t55"."oncological_stays",
      "t55"."transfers",
      "t55"."single_room_stays",
      "t55"."classic_nights",
      "t55"."stay_fee_supplement_cents",
      "t55"."stay_room_supplement_cents",
      "t55"."stay_patient_cents"
    FROM (
      SELECT
        "t54"."person_id",
        COUNT(
          CASE
            WHEN "t54"."is_start"
            AND (
              (
                "t54"."stay_kind" = 'classic'
              )
              AND NOT (
                "t54"."is_psychiatric"
              )
              AND "t54"."is_unplanned"
            )
            THEN 1
            ELSE NULL
          END
        ) AS "unplanned_stays",
        COUNT(
          CASE
            WHEN "t54"."is_start"
            AND COALESCE(
              (
                "t54"."stay_kind" = 'classic'
              )
              AND NOT (
                "t54"."is_psychiatric"
              )
              AND NOT (
                "t54"."is_transfer_out"
              )
              AND NOT (
                "t54"."is_oncological"
              )
              AND (
                DATE_DIFF('DAY', "t54"."discharge_day", MAKE_DATE(2022, 12, 31)) >= 30
              ),
              FALSE
            )
            THEN 1
            ELSE NULL
          END
        ) AS "index_stays",
        COUNT(
          CASE
            WHEN NOT (
              "t54"."is_start"
            )
            AND (
              COALESCE(
                (
                  "t54"."stay_kind" = 'classic'
                )
                AND NOT (
                  "t54"."is_psychiatric"
                )
                AND NOT (
                  "t54"."is_transfer_out"
                )
                AND NOT (
                  "t54"."is_oncological"
                )
                AND (
                  DATE_DIFF('DAY', "t54"."discharge_day", MAKE_DATE(2022, 12, 31)) >= 30
                ),
                FALSE
              )
              AND "t54"."is_again_unplanned"
            )
            THEN 1
            ELSE NULL
          END
        ) AS "readmissions",
        COUNT(
          CASE
            WHEN "t54"."is_start"
            AND COALESCE(
              (
                "t54"."stay_kind" = 'classic'
              )
              AND "t54"."is_psychiatric"
              AND NOT (
                "t54"."is_transfer_out"
              )
              AND (
                DATE_DIFF('DAY', "t54"."discharge_day", MAKE_DATE(2022, 12, 31)) >= 30
              ),
              FALSE
            )
            THEN 1
            ELSE NULL
          END
        ) AS "psychiatric_index_stays",
        COUNT(
          CASE
            WHEN NOT (
              "t54"."is_start"
            )
            AND (
              COALESCE(
                (
                  "t54"."stay_kind" = 'classic'
                )
                AND "t54"."is_psychiatric"
                AND NOT (
                  "t54"."is_transfer_out"
                )
                AND (
                  DATE_DIFF('DAY', "t54"."discharge_day", MAKE_DATE(2022, 12, 31)) >= 30
                ),
                FALSE
              )
              AND "t54"."is_again"
            )
            THEN 1
            ELSE NULL
          END
        ) AS "psychiatric_readmissions",
        COUNT(CASE WHEN "t54"."is_start" AND "t54"."is_oncological" THEN 1 ELSE NULL END) AS "oncological_stays",
        COUNT(CASE WHEN "t54"."is_start" AND "t54"."is_transfer_in" THEN 1 ELSE NULL END) AS "transfers",
        COUNT(
          CASE
            WHEN "t54"."is_start"
            AND (
              (
                "t54"."stay_kind" = 'classic'
              )
              AND COALESCE("t54"."room_type" = 'single', FALSE)
            )
            THEN 1
            ELSE NULL
          END
        ) AS "single_room_stays",
        SUM(
          CASE
            WHEN "t54"."is_start" AND (
              "t54"."stay_kind" = 'classic'
            )
            THEN CAST("t54"."nights" AS BIGINT)
            ELSE NULL
          END
        ) AS "classic_nights",
        SUM(
          CASE WHEN "t54"."is_start" AND TRUE THEN "t54"."fee_supplement_cents" ELSE NULL END
        ) AS "stay_fee_supplement_cents",
        SUM(
          CASE WHEN "t54"."is_start" AND TRUE THEN "t54"."room_supplement_cents" ELSE NULL END
        ) AS "stay_room_supplement_cents",
        SUM(
          CASE
            WHEN "t54"."is_start" AND TRUE
            THEN "t54"."copayment_cents" + "t54"."supplement_cents"
            ELSE NULL
          END
        ) AS "stay_patient_cents"
      FROM (
        SELECT
          "t48"."person_id",
          "t48"."hospital_number",
          "t48"."admission_day",
          "t48"."stay_kind",
          "t48"."discharge_day",
          "t48"."year",
          "t48"."nights",
          "t48"."parts",
          "t48"."is_psychiatric",
          "t48"."service_code",
          "t48"."room_type",
          "t48"."is_oncological",
          "t48"."is_unplanned",
          "t48"."is_transfer_in",
          "t48"."is_transfer_out",
          "t48"."episode_admission_day",
          "t48"."episode_discharge_day",
          "t48"."line_count",
          "t48"."reimbursed_cents",
          "t48"."copayment_cents",
          "t48"."supplement_cents",
          "t48"."official_fee_cents",
          "t48"."fee_supplement_cents",
          "t48"."other_fee_supplement_cents",
          "t48"."room_supplement_cents",
          "t48"."pharmacy_supplement_cents",
          "t48"."implant_supplement_cents",
          "t48"."other_supplement_cents",
          "t48"."_end",
          "t48"."is_start",
          "t48"."moment",
          "t48"."begins",
          "t48"."begins_unplanned",
          COALESCE(
            MAX("t48"."begins") OVER (
              PARTITION BY "t48"."person_id", "t48"."stay_kind"
              ORDER BY "t48"."moment" ASC
              RANGE BETWEEN 1 following AND 30 following
            ) = 1,
            FALSE
          ) AS "is_again",
          COALESCE(
            MAX("t48"."begins_unplanned") OVER (
              PARTITION BY "t48"."person_id", "t48"."stay_kind"
              ORDER BY "t48"."moment" ASC
              RANGE BETWEEN 1 following AND 30 following
            ) = 1,
            FALSE
          ) AS "is_again_unplanned"
        FROM (
          SELECT
            "t27"."person_id",
            "t27"."hospital_number",
            "t27"."admission_day",
            "t27"."stay_kind",
            "t27"."discharge_day",
            "t27"."year",
            "t27"."nights",
            "t27"."parts",
            "t27"."is_psychiatric",
            "t27"."service_code",
            "t27"."room_type",
            "t27"."is_oncological",
            "t27"."is_unplanned",
            "t27"."is_transfer_in",
            "t27"."is_transfer_out",
            "t27"."episode_admission_day",
            "t27"."episode_discharge_day",
            "t27"."line_count",
            "t27"."reimbursed_cents",
            "t27"."copayment_cents",
            "t27"."supplement_cents",
            "t27"."official_fee_cents",
            "t27"."fee_supplement_cents",
            "t27"."other_fee_supplement_cents",
            "t27"."room_supplement_cents",
            "t27"."pharmacy_supplement_cents",
            "t27"."implant_supplement_cents",
            "t27"."other_supplement_cents",
            "t27"."_end",
            "t27"."_end" = 0 AS "is_start",
            DATE_DIFF(
              'DAY',
              MAKE_DATE(1900, 1, 1),
              CASE WHEN "t27"."_end" = 0 THEN "t27"."admission_day" ELSE "t27"."discharge_day" END
            ) AS "moment",
            CASE WHEN "t27"."_end" = 0 THEN 1 ELSE 0 END AS "begins",
            CASE WHEN (
              "t27"."_end" = 0
            ) AND "t27"."is_unplanned" THEN 1 ELSE 0 END AS "begins_unplanned"
          FROM (
            SELECT
              "t21"."person_id",
              "t21"."hospital_number",
              "t21"."admission_day",
              "t21"."stay_kind",
              "t21"."discharge_day",
              "t21"."year",
              "t21"."nights",
              "t21"."parts",
              "t21"."is_psychiatric",
              "t21"."service_code",
              "t21"."room_type",
              "t21"."is_oncological",
              "t21"."is_unplanned",
              "t21"."is_transfer_in",
              "t21"."is_transfer_out",
              "t21"."episode_admission_day",
              "t21"."episode_discharge_day",
              "t21"."line_count",
              "t21"."reimbursed_cents",
              "t21"."copayment_cents",
              "t21"."supplement_cents",
              "t21"."official_fee_cents",
              "t21"."fee_supplement_cents",
              "t21"."other_fee_supplement_cents",
              "t21"."room_supplement_cents",
              "t21"."pharmacy_supplement_cents",
              "t21"."implant_supplement_cents",
              "t21"."other_supplement_cents",
              UNNEST(RANGE(0, 2, 1)) AS "_end"
            FROM (
              SELECT
                *
              FROM "derived_stay" AS "t9"
              WHERE
                "t9"."year" = 2022
            ) AS "t21"
          ) AS "t27"
        ) AS "t48"
      ) AS "t54"
      GROUP BY
        1
    ) AS "t55"
  ) AS "t57"
    ON "t23"."person_id" = "t57"."brought_by"
  LEFT OUTER JOIN (
    SELECT
      "t34"."person_id" AS "brought_by",
      "t34"."conditions",
      "t34"."condition_acid",
      "t34"."condition_osteoporosis",
      "t34"."condition_cancer",
      "t34"."condition_cardiovascular",
      "t34"."condition_dementia",
      "t34"."condition_diabetes",
      "t34"."condition_epilepsy",
      "t34"."condition_glaucoma",
      "t34"."condition_gout",
      "t34"."condition_hiv",
      "t34"."condition_lipids",
      "t34"."condition_bowel_inflammation",
      "t34"."condition_iron_anaemia",
      "t34"."condition_migraine",
      "t34"."condition_pain",
      "t34"."condition_parkinson",
      "t34"."condition_psychological",
      "t34"."condition_psychosis",
      "t34"."condition_asthma_copd",
      "t34"."condition_rheumatologic",
      "t34"."condition_thyroid",
      "t34"."condition_tuberculosis"
    FROM (
      SELECT
        "t15"."person_id",
        COUNT(CASE WHEN "t15"."list" = 'open' THEN 1 ELSE NULL END) AS "conditions",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'acid'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_acid",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'osteoporosis'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_osteoporosis",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'cancer'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_cancer",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'cardiovascular'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_cardiovascular",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'dementia'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_dementia",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'diabetes_mellitus'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_diabetes",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'epilepsy'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_epilepsy",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'glaucoma'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_glaucoma",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'gout'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_gout",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'hiv_infection'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_hiv",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'hyperlipidaemia'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_lipids",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'bowel_inflammation'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_bowel_inflammation",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'iron_anaemia'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_iron_anaemia",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'migraine'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_migraine",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'pain'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_pain",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'parkinson'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_parkinson",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'psychological'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_psychological",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'psychosis'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_psychosis",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'respiratory'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_asthma_copd",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'rheumatologic'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_rheumatologic",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'thyroid_disorder'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_thyroid",
        COUNT(
          CASE
            WHEN (
              "t15"."list" = 'open'
            ) AND (
              "t15"."condition" = 'tuberculosis'
            )
            THEN 1
            ELSE NULL
          END
        ) AS "condition_tuberculosis"
      FROM (
        SELECT
          *
        FROM "derived_person_year_diagnosis" AS "t3"
        WHERE
          "t3"."year" = 2022
      ) AS "t15"
      GROUP BY
        1
    ) AS "t34"
  ) AS "t50"
    ON "t23"."person_id" = "t50"."brought_by"
  LEFT OUTER JOIN (
    SELECT
      "t29"."person_id" AS "brought_by",
      "t29"."hba1c_records",
      "t29"."hba1c_value",
      "t29"."blood_pressure_systolic_records",
      "t29"."blood_pressure_systolic_value",
      "t29"."smoking_records",
      "t29"."influenza_vaccination_records",
      "t29"."heart_failure_records"
    FROM (
      SELECT
        "t16"."person_id",
        SUM(CASE WHEN "t16"."item" IN ('hba1c') THEN "t16"."records" ELSE NULL END) AS "hba1c_records",
        MAX(
          CASE
            WHEN "t16"."item" IN ('hba1c')
            THEN "t16"."last_value_thousandths"
            ELSE NULL
          END
        ) AS "hba1c_value",
        SUM(
          CASE
            WHEN "t16"."item" IN ('blood_pressure_systolic')
            THEN "t16"."records"
            ELSE NULL
          END
        ) AS "blood_pressure_systolic_records",
        MAX(
          CASE
            WHEN "t16"."item" IN ('blood_pressure_systolic')
            THEN "t16"."last_value_thousandths"
            ELSE NULL
          END
        ) AS "blood_pressure_systolic_value",
        SUM(CASE WHEN "t16"."item" IN ('smoking') THEN "t16"."records" ELSE NULL END) AS "smoking_records",
        SUM(
          CASE
            WHEN "t16"."item" IN ('influenza_vaccination')
            THEN "t16"."records"
            ELSE NULL
          END
        ) AS "influenza_vaccination_records",
        SUM(CASE WHEN "t16"."item" IN ('K77') THEN "t16"."records" ELSE NULL END) AS "heart_failure_records"
      FROM (
        SELECT
          *
        FROM "derived_person_year_record" AS "t4"
        WHERE
          "t4"."year" = 2022
      ) AS "t16"
      GROUP BY
        1
    ) AS "t29"
  ) AS "t44"
    ON "t23"."person_id" = "t44"."brought_by"
  LEFT OUTER JOIN (
    SELECT
      "t30"."person_id" AS "brought_by",
      "t30"."prom_eq5d_answers",
      "t30"."prom_eq5d_first",
      "t30"."prom_eq5d_last",
      "t30"."prem_care_answers",
      "t30"."prem_care_last"
    FROM (
      SELECT
        "t17"."person_id",
        SUM(CASE WHEN "t17"."instrument" = 'prom_eq5d' THEN "t17"."answers" ELSE NULL END) AS "prom_eq5d_answers",
        MAX(
          CASE
            WHEN "t17"."instrument" = 'prom_eq5d'
            THEN "t17"."first_score_thousandths"
            ELSE NULL
          END
        ) AS "prom_eq5d_first",
        MAX(
          CASE
            WHEN "t17"."instrument" = 'prom_eq5d'
            THEN "t17"."last_score_thousandths"
            ELSE NULL
          END
        ) AS "prom_eq5d_last",
        SUM(CASE WHEN "t17"."instrument" = 'prem_care' THEN "t17"."answers" ELSE NULL END) AS "prem_care_answers",
        MAX(
          CASE
            WHEN "t17"."instrument" = 'prem_care'
            THEN "t17"."last_score_thousandths"
            ELSE NULL
          END
        ) AS "prem_care_last"
      FROM (
        SELECT
          *
        FROM "derived_person_year_answer" AS "t5"
        WHERE
          "t5"."year" = 2022
      ) AS "t17"
      GROUP BY
        1
    ) AS "t30"
  ) AS "t45"
    ON "t23"."person_id" = "t45"."brought_by"
  LEFT OUTER JOIN (
    SELECT
      "t31"."person_id" AS "brought_by",
      "t31"."dental_cost_cents",
      "t31"."dental_own_cents",
      "t31"."nursing_cost_cents",
      "t31"."midwife_cost_cents",
      "t31"."hospital_cost_cents",
      "t31"."dialysis_cost_cents",
      "t31"."pharmacy_cost_cents",
      "t31"."pharmacy_own_cents",
      "t31"."rehabilitation_cost_cents",
      "t31"."transport_cost_cents",
      "t31"."radiotherapy_cost_cents",
      "t31"."eyes_cost_cents"
    FROM (
      SELECT
        "t18"."person_id",
        SUM(
          CASE WHEN "t18"."cost_group" IN ('04') THEN "t18"."reimbursed_cents" ELSE NULL END
        ) AS "dental_cost_cents",
        SUM(
          CASE
            WHEN "t18"."cost_group" IN ('04')
            THEN "t18"."copayment_cents" + "t18"."supplement_cents"
            ELSE NULL
          END
        ) AS "dental_own_cents",
        SUM(
          CASE WHEN "t18"."cost_group" IN ('07') THEN "t18"."reimbursed_cents" ELSE NULL END
        ) AS "nursing_cost_cents",
        SUM(
          CASE WHEN "t18"."cost_group" IN ('08') THEN "t18"."reimbursed_cents" ELSE NULL END
        ) AS "midwife_cost_cents",
        SUM(
          CASE
            WHEN "t18"."cost_group" IN ('33', '34', '35', '36', '37', '38')
            THEN "t18"."reimbursed_cents"
            ELSE NULL
          END
        ) AS "hospital_cost_cents",
        SUM(
          CASE WHEN "t18"."cost_group" IN ('28') THEN "t18"."reimbursed_cents" ELSE NULL END
        ) AS "dialysis_cost_cents",
        SUM(
          CASE WHEN "t18"."cost_group" IN ('39') THEN "t18"."reimbursed_cents" ELSE NULL END
        ) AS "pharmacy_cost_cents",
        SUM(
          CASE
            WHEN "t18"."cost_group" IN ('39')
            THEN "t18"."copayment_cents" + "t18"."supplement_cents"
            ELSE NULL
          END
        ) AS "pharmacy_own_cents",
        SUM(
          CASE WHEN "t18"."cost_group" IN ('41') THEN "t18"."reimbursed_cents" ELSE NULL END
        ) AS "rehabilitation_cost_cents",
        SUM(
          CASE WHEN "t18"."cost_group" IN ('46') THEN "t18"."reimbursed_cents" ELSE NULL END
        ) AS "transport_cost_cents",
        SUM(
          CASE WHEN "t18"."cost_group" IN ('13') THEN "t18"."reimbursed_cents" ELSE NULL END
        ) AS "radiotherapy_cost_cents",
        SUM(
          CASE WHEN "t18"."cost_group" IN ('25') THEN "t18"."reimbursed_cents" ELSE NULL END
        ) AS "eyes_cost_cents"
      FROM (
        SELECT
          *
        FROM "derived_person_year_cost" AS "t6"
        WHERE
          "t6"."year" = 2022
      ) AS "t18"
      GROUP BY
        1
    ) AS "t31"
  ) AS "t46"
    ON "t23"."person_id" = "t46"."brought_by"
  LEFT OUTER JOIN (
    SELECT
      "t51"."person_id" AS "brought_by",
      "t51"."maf_member",
      "t51"."maf_reached",
      "t51"."maf_reduced",
      "t51"."maf_social",
      "t51"."maf_repaid_cents"
    FROM (
      SELECT
        "t35"."person_id",
        COUNT(*) AS "maf_member",
        COUNT(CASE WHEN "t35"."reached" THEN 1 ELSE NULL END) AS "maf_reached",
        COUNT(CASE WHEN "t35"."reduced" THEN 1 ELSE NULL END) AS "maf_reduced",
        COUNT(CASE WHEN "t35"."social" THEN 1 ELSE NULL END) AS "maf_social",
        SUM("t35"."own_repaid") AS "maf_repaid_cents"
      FROM (
        SELECT
          "t25"."person_id",
          "t25"."repaid_cents" AS "own_repaid",
          "t25"."counted_cents" AS "own_counted",
          COALESCE("t26"."is_reached", FALSE) AS "reached",
          COALESCE("t26"."has_chronic_reduction", FALSE) AS "reduced",
          COALESCE("t26"."maf_type" = 'social', FALSE) AS "social"
        FROM (
          SELECT
            *
          FROM "derived_maf_person" AS "t8"
          WHERE
            "t8"."year" = 2022
        ) AS "t25"
        LEFT OUTER JOIN (
          SELECT
            *
          FROM "derived_maf_household" AS "t10"
          WHERE
            "t10"."year" = 2022
        ) AS "t26"
          ON "t25"."household_head_id" = "t26"."household_head_id"
      ) AS "t35"
      GROUP BY
        1
    ) AS "t51"
  ) AS "t53"
    ON "t23"."person_id" = "t53"."brought_by"
  LEFT OUTER JOIN (
    SELECT
      "t32"."person_id" AS "brought_by",
      "t32"."practice_assigned",
      "t32"."practice_by_file",
      "t32"."practice_by_capitation",
      "t32"."practice_contacts"
    FROM (
      SELECT
        "t19"."person_id",
        COUNT(*) AS "practice_assigned",
        COUNT(CASE WHEN "t19"."assigned_by" = 'file' THEN 1 ELSE NULL END) AS "practice_by_file",
        COUNT(CASE WHEN "t19"."assigned_by" = 'capitation' THEN 1 ELSE NULL END) AS "practice_by_capitation",
        SUM("t19"."contacts") AS "practice_contacts"
      FROM (
        SELECT
          *
        FROM "derived_practice_patient" AS "t7"
        WHERE
          "t7"."year" = 2022
      ) AS "t19"
      GROUP BY
        1
    ) AS "t32"
  ) AS "t47"
    ON "t23"."person_id" = "t47"."brought_by"
) AS "t58"
WHERE
  NOT "t58"."region_code" IS NULL
  AND NOT "t58"."province_code" IS NULL
  AND NOT "t58"."arrondissement_code" IS NULL
  AND NOT "t58"."municipality_code" IS NULL
