"""What the whole domain rests on: days, texts, canonical bytes, refusals, closed lists."""
