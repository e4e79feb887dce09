"""`python -m linli …` is the same door as `./run linli …`."""

from linli.config.cli import main

if __name__ == "__main__":
    main()
