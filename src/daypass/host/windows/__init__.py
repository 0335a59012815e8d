"""What the customer sees. `view.py` says what can be shown, without any toolkit; `text_view.py` shows it in a terminal."""
