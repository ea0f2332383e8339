"""Draws photos as phones take them, 4000 x 3000, about 3.5 MB each: photos.py FOLDER COUNT. Shapes for edges, noise for what a sensor adds."""
import random
import sys

from PIL import Image, ImageDraw, ImageFilter

folder, count = sys.argv[1], int(sys.argv[2])
for number in range(count):
    dice = random.Random(number)
    picture = Image.new('RGB', (4000, 3000), (120 + number, 130, 140))
    pen = ImageDraw.Draw(picture)
    for _ in range(400):
        x, y, side = dice.randrange(4000), dice.randrange(3000), dice.randrange(20, 700)
        colour = tuple(dice.randrange(256) for _ in range(3))
        (pen.ellipse if dice.random() < .5 else pen.rectangle)((x, y, x + side, y + side * 2 // 3), fill=colour)
    picture = picture.filter(ImageFilter.GaussianBlur(2))
    noise = Image.effect_noise((4000, 3000), 26)
    Image.blend(picture, Image.merge('RGB', (noise, noise, noise)), .22).save(f'{folder}/photo-{number}.jpg', quality=90)
