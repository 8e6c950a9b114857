from patients.models import Patient


def test_it_hides_other_clinics_patients(ines, omar, pat, sol):
    assert list(Patient.objects.visible_to(ines)) == [pat]
    assert list(Patient.objects.visible_to(omar)) == [sol]


def test_an_admin_sees_no_patients(dana, pat):
    assert not Patient.objects.visible_to(dana).exists()
