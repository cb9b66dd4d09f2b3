"""What puts runxl into Excel, takes it out again, and tells what is wrong with it on this computer."""
