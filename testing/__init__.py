"""What tests of several packages share: real servers on free ports, ended with the tests."""
