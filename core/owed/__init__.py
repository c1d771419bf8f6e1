"""What a delprojekt owes others each month and year: the base for SCB, the attendance summary, Uppföljning Finsam."""
