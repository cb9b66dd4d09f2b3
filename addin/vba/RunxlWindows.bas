Attribute VB_Name = "RunxlWindows"
Option Explicit
Option Private Module

' Windows: starts Python as a child process without a window, and waits for it while Excel answers it.

' On Mac, Not Mac is true as well: Mac is 1 there, and Not 1 is -2.
#If Mac Then
#Else

Private Const CREATE_NO_WINDOW As Long = &H8000000
Private Const QS_ALLINPUT As Long = &H4FF&
Private Const WAIT_OBJECT_0 As Long = 0
Private Const MB_ICONEXCLAMATION As Long = &H30&
Private Const MB_ICONINFORMATION As Long = &H40&
Private Const PATIENCE_IN_SECONDS As Double = 600

Private Type StartupInfo
    cb As Long
    reserved As LongPtr
    desktop As LongPtr
    title As LongPtr
    x As Long
    y As Long
    xSize As Long
    ySize As Long
    xCountChars As Long
    yCountChars As Long
    fillAttribute As Long
    flags As Long
    showWindow As Integer
    reservedSize As Integer
    reservedBytes As LongPtr
    stdInput As LongPtr
    stdOutput As LongPtr
    stdError As LongPtr
End Type

Private Type ProcessInformation
    process As LongPtr
    thread As LongPtr
    processId As Long
    threadId As Long
End Type

Private Declare PtrSafe Function CreateProcessW Lib "kernel32" (ByVal applicationName As LongPtr, _
    ByVal commandLine As LongPtr, ByVal processAttributes As LongPtr, ByVal threadAttributes As LongPtr, _
    ByVal inheritHandles As Long, ByVal creationFlags As Long, ByVal variables As LongPtr, _
    ByVal currentDirectory As LongPtr, startup As StartupInfo, started As ProcessInformation) As Long
Private Declare PtrSafe Function GetExitCodeProcess Lib "kernel32" (ByVal process As LongPtr, _
    exitCode As Long) As Long
Private Declare PtrSafe Function CloseHandle Lib "kernel32" (ByVal handle As LongPtr) As Long
Private Declare PtrSafe Function GetCurrentProcessId Lib "kernel32" () As Long
Private Declare PtrSafe Function MsgWaitForMultipleObjects Lib "user32" (ByVal count As Long, _
    handles As LongPtr, ByVal waitAll As Long, ByVal milliseconds As Long, ByVal wakeMask As Long) As Long
Private Declare PtrSafe Function MessageBoxW Lib "user32" (ByVal owner As LongPtr, ByVal content As LongPtr, _
    ByVal caption As LongPtr, ByVal kind As Long) As Long

Public Sub RunxlRingWindows(commandName As String, answerNumber As String, words As String)
    Dim folder As String
    Dim program As String
    Dim started As ProcessInformation
    Dim windowsError As Long
    folder = RunxlSetting("folder")
    program = RunxlSetting("interpreter")
    windowsError = StartError(program, CommandLine(program, commandName, answerNumber, folder, words), folder, started)
    If windowsError = 0 Then
        Finish started, answerNumber
    Else
        RunxlRefused WhyNotStarted(windowsError, program)
    End If
End Sub

' The program comes from the add-in alone and holds no quotation mark; all that follows it is plain letters and digits.
Private Function CommandLine(program As String, commandName As String, answerNumber As String, _
    folder As String, words As String) As String
    CommandLine = """" & program & """ -I -X utf8 -m runxl.bridge " & commandName & " " & answerNumber & _
        " excel:" & GetCurrentProcessId() & " " & RunxlLanguage() & " " & Trim$(RunxlHex(folder) & " " & words)
End Function

' Starts the program; returns Windows' number for what went wrong, or 0.
Private Function StartError(program As String, callLine As String, folder As String, _
    started As ProcessInformation) As Long
    Dim startup As StartupInfo
    startup.cb = LenB(startup)
    If CreateProcessW(StrPtr(program), StrPtr(callLine), 0, 0, 0, CREATE_NO_WINDOW, 0, _
        StrPtr(folder), startup, started) = 0 Then StartError = Err.LastDllError
End Function

Private Function WhyNotStarted(windowsError As Long, program As String) As String
    Dim code As String
    Select Case windowsError
        Case 5, 225, 1260, 4551
            code = "ring-forbidden"
        Case 2, 3
            code = "ring-interpreter-gone"
        Case 267
            ' the folder to start in, which runxl install makes
            code = "ring-not-installed"
        Case Else
            code = "ring-cannot-start"
    End Select
    WhyNotStarted = Replace(RunxlFilled(code, "program", program), "{status}", CStr(windowsError))
End Function

Private Sub Finish(started As ProcessInformation, answerNumber As String)
    Dim answer As String
    Dim exitCode As Long
    Dim isDone As Boolean
    isDone = IsDoneInTime(started.process)
    GetExitCodeProcess started.process, exitCode
    CloseHandle started.thread
    CloseHandle started.process
    If isDone Then RunxlTakeAnswer answerNumber, answer
    If RunxlIsAnswer(answer) Then
        RunxlAnswered answer
    ElseIf Not isDone Then
        RunxlRefused RunxlText("ring-too-long")
    Else
        RunxlUnanswered exitCode
    End If
End Sub

' Python calls back into Excel, so Excel's messages must be served: the wait wakes for each of them. A process that
' takes too long is left alone, as it may be writing.
Private Function IsDoneInTime(process As LongPtr) As Boolean
    Dim deadline As Date
    deadline = Now + PATIENCE_IN_SECONDS / 86400
    Application.EnableCancelKey = xlDisabled
    Do
        If MsgWaitForMultipleObjects(1, process, 0, 100, QS_ALLINPUT) = WAIT_OBJECT_0 Then IsDoneInTime = True
        DoEvents
    Loop Until IsDoneInTime Or Now > deadline
    Application.EnableCancelKey = xlInterrupt
End Function

' VBA's own box turns a minus sign and an arrow into question marks.
Public Sub RunxlTellWindows(content As String, isProblem As Boolean)
    Dim kind As Long
    kind = IIf(isProblem, MB_ICONEXCLAMATION, MB_ICONINFORMATION)
    MessageBoxW Application.Hwnd, StrPtr(content), StrPtr("runxl"), kind
End Sub

#End If
