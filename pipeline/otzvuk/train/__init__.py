"""Learning a coder from coded interviews. It needs PyTorch (extra `train`); using a coder does not."""
