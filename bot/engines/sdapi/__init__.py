"""The web UIs' API: A1111, Forge, SD.Next, and the server of stable-diffusion.cpp."""
