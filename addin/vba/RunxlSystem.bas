Attribute VB_Name = "RunxlSystem"
Option Explicit
Option Private Module

' What differs between Windows and Mac, and what only Excel itself can tell.

' Starts Python. The answer comes to RunxlAnswered, or the reason why there is none to RunxlRefused.
Public Sub RunxlRing(commandName As String, answerNumber As String, words As String)
    #If Mac Then
        RunxlRingMac commandName, answerNumber, words
    #Else
        RunxlRingWindows commandName, answerNumber, words
    #End If
End Sub

' Shows a box with the text.
Public Sub RunxlTell(content As String, isProblem As Boolean)
    #If Mac Then
        RunxlTellMac content, isProblem
    #Else
        RunxlTellWindows content, isProblem
    #End If
End Sub

' Gives what the user types; "" where nothing, or Cancel. No Function asks, as a formula in any workbook may call those.
Public Sub RunxlAsk(question As String, proposal As String, ByRef typed As String)
    typed = InputBox(question, "runxl", proposal)
End Sub

' Gives where the user wants a new workbook, or "". Excel for Mac takes no filter here.
Public Sub RunxlAskSavePath(proposal As String, ByRef target As String)
    Dim chosen As Variant
    target = ""
    #If Mac Then
        chosen = Application.GetSaveAsFilename(proposal)
    #Else
        chosen = Application.GetSaveAsFilename(proposal, "Excel (*.xlsx), *.xlsx")
    #End If
    If VarType(chosen) = vbString Then target = chosen
End Sub

' Returns en where Excel speaks English, of whatever country, else sv. 2 is msoLanguageIDUI, 9 is English.
Public Function RunxlLanguage() As String
    Dim program As Object
    Dim number As Long
    Set program = Application
    On Error Resume Next
    number = program.LanguageSettings.LanguageID(2)
    On Error GoTo 0
    RunxlLanguage = IIf((number And &H3FF) = 9, "en", "sv")
End Function

' Returns whether what the user sees is in Protected View: ActiveWorkbook is then some other workbook, or none.
Public Function RunxlIsInProtectedView() As Boolean
    #If Mac Then
        ' Excel for Mac has no Protected View.
        RunxlIsInProtectedView = False
    #Else
        RunxlIsInProtectedView = Not Application.ActiveProtectedViewWindow Is Nothing
    #End If
End Function
