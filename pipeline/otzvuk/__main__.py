"""`python -m otzvuk` is `otzvuk`."""

from otzvuk.cli import main

if __name__ == "__main__":
    main()
