-- Written by "runxl install". Excel's sandbox lets VBA call this script and start nothing itself.
property pythonProgram : "@INTERPRETER@"
property ownFolder : "@FOLDER@"
property ownFolderDigits : "@FOLDER_DIGITS@"

-- The shell's part: 1 is the folder, 2 the program, 3 the number of the answer, then the bridge's own words. The bridge
-- runs in the background, as Excel must be idle to answer it; what it ended with is noted beside its answer.
property startIt : "cd \"$1\" && test -x \"$2\" && /bin/mkdir -p answers && { program=\"$2\"; ended=\"answers/$3.ended\"; shift 3; ( \"$program\" -I -X utf8 -m runxl.bridge \"$@\"; echo $? > \"$ended\" ) > /dev/null 2>&1 & }"

-- 1 is the folder, 2 the number. How it ended is read first: where that is known, the answer is there or never will be.
property takeIt : "cd \"$1/answers\" 2>/dev/null || exit 0; ended=$(/bin/cat \"$2.ended\" 2>/dev/null); if [ -f \"$2.txt\" ]; then /usr/bin/iconv -f UTF-16LE -t UTF-8 \"$2.txt\" && /bin/rm -f \"$2.txt\" \"$2.ended\"; elif [ -n \"$ended\" ]; then /bin/rm -f \"$2.ended\"; printf %s \"$ended\"; fi"

-- Starts the bridge. The words are a command, the number of its answer, the application, its language, and texts.
on ring(spokenWords)
	set AppleScript's text item delimiters to " "
	set wordList to text items of spokenWords
	set AppleScript's text item delimiters to ""
	set commandLine to "/bin/sh -c " & quoted form of startIt & " runxl " & quoted form of ownFolder & " " & quoted form of pythonProgram & " " & quoted form of (item 2 of wordList)
	repeat with wordPlace from 1 to count of wordList
		set commandLine to commandLine & " " & quoted form of (item wordPlace of wordList)
		if wordPlace is 4 then set commandLine to commandLine & " " & ownFolderDigits
	end repeat
	do shell script commandLine
	return ""
end ring

-- Returns the answer with this number once, or the status that the bridge ended with where there is none, or nothing yet.
on answer(answerNumber)
	return do shell script "/bin/sh -c " & quoted form of takeIt & " runxl " & quoted form of ownFolder & " " & quoted form of answerNumber without altering line endings
end answer
