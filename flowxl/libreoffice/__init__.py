"""The functions in LibreOffice Calc: an add-in that calls the core in process, or in a process of its own."""
