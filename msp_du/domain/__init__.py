"""The rules of the diploma: plain values in, plain values out, standard library only."""
