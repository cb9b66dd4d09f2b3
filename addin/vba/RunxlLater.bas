Attribute VB_Name = "RunxlLater"
Option Explicit

' What Application.OnTime calls by name.

' Gives the status bar back to Excel, unless the next press has it.
Public Sub RunxlClearStatus()
    If Not RunxlIsWorking() Then Application.StatusBar = False
End Sub

#If Mac Then

' Runs each second until there is an answer.
Public Sub RunxlLook()
    RunxlLookMac
End Sub

#End If
