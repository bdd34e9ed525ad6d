#!/bin/sh
# sprite.sh FOLDER LIST: one file of symbols from Lucide's single icons.
set -eu
echo '<svg xmlns="http://www.w3.org/2000/svg">'
while read -r name; do
	printf '<symbol id="%s" viewBox="0 0 24 24">' "$name"
	sed -e '1,/^>/d' -e '/^<\/svg>/d' -e 's/^ *//' "$1/$name.svg" | tr -d '\n'
	echo '</symbol>'
done <"$2"
echo '</svg>'
