// trusted
